export const timelineMessages = {
  'timeline.wholeWeek': ['Cả tuần', 'Whole week'],
  'timeline.hint': [
    'Kéo trên ô trống để đặt phiên; kéo phiên để dời, kéo mép để đổi giờ. Bàn phím: mũi tên để chọn, Alt+←/→ dời 15 phút, Alt+Shift+←/→ đổi giờ kết thúc, Enter lưu.',
    'Drag on a free place to book; drag a briefing to move it, its edge to change its time. Keys: arrows to choose, Alt+←/→ moves by 15 minutes, Alt+Shift+←/→ changes the end, Enter saves.',
  ],
  'timeline.hintReader': [
    'Dùng phím mũi tên để xem từng phiên, Enter để mở.',
    'Use the arrow keys to go through the briefings, Enter to open one.',
  ],
  'timeline.booking': ['Đặt phiên {time} cho {rooms}', 'Book {time} for {rooms}'],
  'timeline.moving': ['“{title}” sang {time}', '“{title}” to {time}'],
  'timeline.onlyThis': ['Chỉ dời buổi này của chuỗi.', 'Only this session of the series.'],
  'timeline.free': ['Không trùng lịch.', 'No clash.'],
  'timeline.asksAgain': ['Phiên sẽ phải duyệt lại.', 'It will need approval again.'],
  'timeline.moreClashes': ['… và trùng với {n} phiên nữa.', '… and {n} {n|briefing|briefings} more.'],
  'timeline.save': ['Dời phiên', 'Move it'],
  'timeline.saveKey': ['Lưu giờ mới (phím Enter)', 'Save the new time (key Enter)'],
  'timeline.abandon': ['Giữ giờ cũ', 'Leave it'],
  'timeline.abandonKey': ['Bỏ thay đổi (phím Esc)', 'Forget the change (key Esc)'],
  'timeline.undo': ['Hoàn tác', 'Undo'],
  'timeline.undoWhat': ['Đưa “{title}” về giờ trước đó', 'Move “{title}” back'],
  'timeline.correct': ['Gửi đính chính', 'Send a correction'],
  'timeline.correctWhat': [
    'Thư báo dời đã gửi: đưa “{title}” về giờ trước đó và gửi thư đính chính',
    'Mail about the move was sent: move “{title}” back and send a correction',
  ],
  'timeline.held': [
    'Thư báo dời gửi lúc {time}; hoàn tác trước đó thì không ai nhận thư.',
    'Mail about the move goes at {time}; undone before, nobody gets any.',
  ],
  'timeline.moved': ['Đã dời “{title}” sang {time}.', 'Moved “{title}” to {time}.'],
  'timeline.movedPending': [
    'Đã dời “{title}” sang {time}. Phiên đang chờ duyệt.',
    'Moved “{title}” to {time}. It waits for approval.',
  ],
  'timeline.notMoved': ['Chưa dời được “{title}”: {reason}', '“{title}” was not moved: {reason}'],
  'timeline.meanwhile': [
    '“{title}” vừa được người khác đổi giờ. Lịch đã được tải lại.',
    'Somebody else has just changed “{title}”. The calendar was loaded again.',
  ],
} as const;
