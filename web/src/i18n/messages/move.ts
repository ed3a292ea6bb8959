export const moveMessages = {
  'move.act': ['Chuyển sang phiên khác', 'Move to another session'],
  'move.title': ['Chuyển “{room}” sang phiên khác', 'Move “{room}” to another session'],
  'move.none': [
    'Không có phiên nào khác đang diễn ra để chuyển đến.',
    'No other session is running that it could be moved to.',
  ],
  'move.to': ['Phiên chuyển đến', 'Session to move to'],
  'move.way': ['Cách chuyển', 'How to move it'],
  'move.way.sameCall': ['Giữ nguyên cuộc gọi (nên dùng)', 'Keep the call (recommended)'],
  'move.way.sameCallHint': [
    'Không đổ chuông, gần như không mất tiếng. Màn hình thiết bị vẫn ghi tên phiên cũ.',
    'Nothing rings and hardly any sound is lost. The device still shows the old session’s name.',
  ],
  'move.way.refer': ['Yêu cầu thiết bị tự gọi sang (REFER)', 'Ask the device to call there (REFER)'],
  'move.way.referHint': [
    'Thiết bị hiện tên phiên mới. Máy không làm được thì sau ít giây cầu tự chuyển, vẫn giữ cuộc gọi.',
    'The device shows the new session’s name. One that cannot is moved by the bridge after some seconds, with its call kept.',
  ],
  'move.do': ['Chuyển', 'Move'],
  'move.progress': ['Đang chuyển sang “{title}”…', 'Moving to “{title}” …'],
  'move.progressRefer': [
    'Đã yêu cầu thiết bị gọi sang “{title}”; đang chờ thiết bị…',
    'The device was asked to call “{title}”; waiting for it …',
  ],
  'move.done': ['{room} đã ở phiên “{title}”: {how}.', '{room} is in “{title}”: {how}.'],
  'move.late': [
    '{room} chưa vào phiên “{title}” sau {n} giây. Xem bảng của phiên đó.',
    '{room} is not in “{title}” after {n} s. See that session’s board.',
  ],
  'move.how.sameCall': ['giữ nguyên cuộc gọi', 'with its call kept'],
  'move.how.sameCallAfterAll': [
    'thiết bị không tự gọi sang được nên cầu giữ nguyên cuộc gọi',
    'the device did not call by itself, so its call was kept',
  ],
  'move.how.refer': ['thiết bị tự gọi sang', 'the device called by itself'],
  'move.how.newCall': ['gọi lại bằng cuộc gọi mới', 'by a new call'],
  'move.coming': ['Đang chuyển sang đây', 'Being moved here'],
  'move.comingShort': ['Đang chuyển', 'Moving here'],
  'move.word': ['Đã chuyển', 'Moved'],
  'move.gone': ['Đã chuyển sang “{title}”', 'Moved to “{title}”'],
  'move.open': ['Mở bảng phiên đó', 'Open that board'],
} as const;
