/** Templates, groups of rooms, "as last time" and copies. */
export const presetMessages = {
  'presets.title': ['Mẫu phiên và nhóm điểm cầu', 'Templates and groups of rooms'],
  'presets.link': ['Mẫu và nhóm', 'Templates and groups'],
  'presets.templates': ['Mẫu phiên', 'Templates'],
  'presets.groups': ['Nhóm điểm cầu', 'Groups of rooms'],
  'presets.noTemplates': ['Chưa có mẫu phiên nào.', 'There are no templates yet.'],
  'presets.noTemplatesHint': [
    'Mở một phiên họp rồi bấm “Lưu thành mẫu”.',
    'Open a briefing and press “Save as template”.',
  ],
  'presets.noGroups': ['Chưa có nhóm điểm cầu nào.', 'There are no groups yet.'],
  'presets.noGroupsHint': [
    'Khi đặt phiên, chọn điểm cầu rồi bấm “Lưu thành nhóm”.',
    'While booking, choose rooms and press “Save as group”.',
  ],
  'presets.name': ['Tên', 'Name'],
  'presets.unit': ['Dùng chung cho đơn vị', 'Shared under the unit'],
  'presets.unitHint': [
    'Để trống nếu chỉ dùng riêng. Mẫu dùng chung thì mọi người đều thấy.',
    'Left empty it is yours alone. What is shared is seen by everybody.',
  ],
  'presets.own': ['Riêng tôi', 'Mine'],
  'presets.rooms': ['{n} điểm cầu', '{n} {n|room|rooms}'],
  'presets.changed': ['{who} sửa {time}', 'changed by {who} {time}'],
  'presets.use': ['Đặt theo mẫu', 'Book with it'],
  'presets.useNamed': ['Đặt theo mẫu {name}', 'Book with {name}'],
  'presets.rename': ['Đổi tên', 'Rename'],
  'presets.renameNamed': ['Đổi tên {name}', 'Rename {name}'],
  'presets.renameTitle': ['Đổi tên hoặc chia sẻ', 'Rename or share'],
  'presets.editRooms': ['Sửa điểm cầu', 'Change rooms'],
  'presets.editRoomsNamed': ['Sửa điểm cầu của {name}', 'Change the rooms of {name}'],
  'presets.delete': ['Xóa', 'Delete'],
  'presets.deleteNamed': ['Xóa {name}', 'Delete {name}'],
  'presets.deleteTitle': ['Xóa “{name}”?', 'Delete “{name}”?'],
  'presets.deleteText': [
    'Các phiên đã đặt không thay đổi.',
    'Briefings that were booked with it stay as they are.',
  ],
  'presets.deleted': ['Đã xóa “{name}”.', '“{name}” was deleted.'],
  'presets.saved': ['Đã lưu “{name}”.', '“{name}” was saved.'],
  'presets.history': ['Lịch sử', 'History'],
  'presets.action.reorganised': ['Đơn vị được sắp xếp lại', 'The unit was reorganised'],
  'presets.action.made': ['Lập', 'Made'],
  'presets.action.renamed': ['Đổi tên, chia sẻ', 'Renamed or shared'],
  'presets.action.roomsChanged': ['Sửa điểm cầu', 'Changed its rooms'],

  'template.save': ['Lưu thành mẫu', 'Save as template'],
  'template.saveHint': [
    'Mẫu giữ mọi nội dung của phiên trừ ngày họp và tệp tài liệu.',
    'A template keeps all of the briefing but its day and its files.',
  ],
  'template.secretHint': [
    'Mẫu từ phiên có độ mật chỉ dùng riêng, không chia sẻ.',
    'A template of a secret briefing is yours alone.',
  ],
  'template.pick': ['Từ mẫu…', 'From a template…'],
  'template.none': ['Không có mẫu nào khớp.', 'No template fits.'],
  'template.filled': ['Đã điền theo mẫu “{name}”.', 'Filled in from the template “{name}”.'],
  'group.save': ['Lưu thành nhóm', 'Save as group'],
  'group.bar': [
    'Nhóm điểm cầu đã lưu (phím ← → để chuyển, Enter để chọn)',
    'Saved groups (← → to move, Enter to choose)',
  ],
  'group.use': ['Nhóm {name}: {n} điểm cầu', 'Group {name}: {n} {n|room|rooms}'],

  'last.do': ['Như lần trước', 'As last time'],
  'last.hint': [
    'Điền điểm cầu, giờ, chương trình… như phiên gần nhất cùng tên hoặc cùng cơ quan chủ trì.',
    'Fills in rooms, time, agenda… of the last briefing of the same title or host unit.',
  ],
  'last.needTitle': [
    'Nhập tên phiên họp hoặc cơ quan chủ trì trước.',
    'Enter the title or the host unit first.',
  ],
  'last.filled': ['Đã điền như phiên “{title}” ngày {day}.', 'Filled in as “{title}” of {day}.'],
  'fill.undo': ['Hoàn tác', 'Undo'],

  'copy.do': ['Chép phiên này', 'Copy this briefing'],
  'copy.askDay': [
    'Bản chép của “{title}”: xin chọn ngày họp mới. Tệp tài liệu không chép theo.',
    'A copy of “{title}”: choose its new day. Files are not copied.',
  ],
  'copy.fromTemplate': [
    'Theo mẫu “{title}”: xin chọn ngày họp.',
    'From the template “{title}”: choose its day.',
  ],
} as const;
