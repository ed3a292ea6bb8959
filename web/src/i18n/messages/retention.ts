export const retentionMessages = {
  'retention.title': ['Lưu giữ dữ liệu cá nhân', 'Keeping of personal data'],
  'retention.explain': [
    'Chương trình giữ những dữ liệu cá nhân nào, ở đâu, trong bao lâu. Mỗi đêm, dữ liệu hết hạn được xóa; tên phiên, thời gian, điểm cầu và số liệu báo cáo vẫn giữ nguyên. Thời hạn đặt trong tệp cấu hình của máy chủ.',
    'Which personal data the program keeps, where, and for how long. Each night what was kept long enough is removed; titles, times, rooms and the figures of reports stay. How long is set in the server’s settings.',
  ],
  'retention.what': ['Dữ liệu', 'Data'],
  'retention.where': ['Lưu ở đâu', 'Where'],
  'retention.howLong': ['Thời hạn', 'How long'],
  'retention.due': ['Đến hạn xóa', 'Due now'],
  'retention.removed': ['Lần xóa gần nhất', 'Last sweep'],
  'retention.days': ['{n} ngày', '{n} {n|day|days}'],
  'retention.forGood': ['Giữ vĩnh viễn', 'For good'],
  'retention.lastRun': ['Lần xóa gần nhất: {time}.', 'Last sweep: {time}.'],
  'retention.neverRun': ['Chưa xóa lần nào.', 'There has been no sweep yet.'],
  'retention.run': ['Chạy ngay', 'Run now'],
  'retention.nothing': ['Không có gì đến hạn', 'Nothing is due'],
  'retention.confirm': ['Xóa dữ liệu cá nhân hết hạn', 'Remove personal data kept long enough'],
  'retention.willRemove': [
    'Sẽ xóa dữ liệu dưới đây. Không khôi phục lại được, trừ từ bản sao lưu.',
    'The following will be removed. It cannot be brought back, except from a backup.',
  ],
  'retention.doRemove': ['Xóa', 'Remove'],
  'retention.done': ['Đã xóa dữ liệu hết hạn.', 'What was kept long enough is removed.'],
  'retention.held': [
    'Các tài khoản sau đã hết hạn nhưng được giữ lại, vì còn phiên họp sắp tới do họ đặt:',
    'These accounts were kept long enough, and stay as briefings they booked are still to come:',
  ],
  'retention.heldOne': ['{name}: {n} phiên họp', '{name}: {n} {n|briefing|briefings}'],

  'retention.briefings': ['Tên người, ghi chú của phiên họp cũ', 'Names and notes of past briefings'],
  'retention.briefings.where': [
    'Chủ trì, thư ký, người trình bày, địa chỉ thư, các ghi chú và lý do, người thực hiện trong lịch sử phiên; tính từ buổi cuối cùng.',
    'Chair, secretary, speakers, mail addresses, notes and reasons, who did what in the history; from the last session on.',
  ],
  'retention.briefings.n': [
    '{n} phiên họp: xóa tên người và ghi chú',
    '{n} {n|briefing|briefings}: names and notes',
  ],
  'retention.invitations': ['Người được mời và trả lời', 'The invited and their answers'],
  'retention.invitations.where': [
    'Ai được mời, thư trả lời của họ; tính từ buổi cuối cùng.',
    'Who was invited, and what they answered; from the last session on.',
  ],
  'retention.invitations.n': [
    '{n} phiên họp: xóa danh sách mời và trả lời',
    '{n} {n|briefing|briefings}: the invited and their answers',
  ],
  'retention.mail': ['Thư đã gửi và chưa gửi được', 'Mail that was sent or failed'],
  'retention.mail.where': [
    'Hộp thư đi: địa chỉ và nội dung thư.',
    'The outbox: addresses and what was written.',
  ],
  'retention.mail.n': ['{n} thư', '{n} {n|letter|letters}'],
  'retention.accounts': ['Tài khoản ngừng sử dụng', 'Retired accounts'],
  'retention.accounts.where': [
    'Họ tên, tên đăng nhập, địa chỉ, mật khẩu, khóa xác thực, khóa truy cập, mẫu riêng; tính từ ngày ngừng. Việc đã làm vẫn còn, ghi là “Tài khoản đã xóa”.',
    'Names, addresses, every way to sign in, templates of their own; from the day of retirement on. What they did stays, by “Tài khoản đã xóa”.',
  ],
  'retention.accounts.n': ['{n} tài khoản: xóa người dùng', '{n} {n|account|accounts}: whose they were'],
  'retention.recordings': ['Ghi âm', 'Recordings'],
  'retention.recordings.where': [
    'Thư mục dữ liệu của máy chủ; kiểm tra mỗi giờ.',
    'The server’s data folder; looked at each hour.',
  ],
  'retention.audit': ['Nhật ký', 'Audit trail'],
  'retention.audit.where': [
    'Ai làm gì, trước và sau, kể cả tên và địa chỉ thư. Là bằng chứng nên giữ nguyên văn: không sửa từng dòng, chỉ xóa trọn ngày khi hết hạn.',
    'Who did what, before and after, names and mail addresses included. It is evidence and stays as it was written: no line is changed, whole days go.',
  ],
  'retention.documents': ['Tài liệu của phiên họp', 'Documents of briefings'],
  'retention.documents.where': [
    'Giữ cùng phiên họp, tới khi người đặt xóa.',
    'With their briefing, until somebody who may removes them.',
  ],
  'retention.contacts': ['Đầu mối liên hệ', 'Contacts'],
  'retention.contacts.where': [
    'Của đơn vị, nơi đặt, điểm cầu. Là dữ liệu đang dùng: giữ tới khi sửa.',
    'Of units, sites and rooms. They are in use: until they are changed.',
  ],
  'retention.templates': ['Mẫu phiên, nhóm điểm cầu', 'Templates and groups of rooms'],
  'retention.templates.where': [
    'Giữ tới khi chủ sở hữu xóa; mẫu riêng bị xóa cùng tài khoản.',
    'Until their owner removes them; those of his alone go with his account.',
  ],
  'retention.tokens': ['Phiên đăng nhập, khóa truy cập', 'Sign-ins and access tokens'],
  'retention.tokens.where': [
    'Phiên đăng nhập nằm trong trình duyệt, máy chủ không lưu. Khóa truy cập giữ tới khi thu hồi, hoặc xóa cùng tài khoản.',
    'A sign-in is kept in the browser, not here. A token stays until it is revoked, or goes with its account.',
  ],
  'retention.traces': ['Vết báo hiệu', 'Traces of signalling'],
  'retention.traces.where': [
    'Chỉ trong bộ nhớ, mất khi máy chủ khởi động lại.',
    'In memory only, gone when the server starts again.',
  ],
  'retention.calls': ['Lịch sử cuộc gọi', 'Calls'],
  'retention.calls.where': [
    'Điểm cầu nào vào, ra lúc nào: không có tên người. Giữ cho báo cáo.',
    'Which room came and went when: no person is named. Kept for the reports.',
  ],
  'retention.backups': ['Bản sao lưu', 'Backups'],
  'retention.backups.where': [
    'Ngoài chương trình. Bản sao lưu cũ còn dữ liệu đã xóa: hãy hủy bản cũ theo quy định của cơ quan. Dữ liệu khôi phục lại sẽ được xóa trong đêm kế tiếp.',
    'Outside of the program. An old backup still holds what was removed: destroy it as your office says. What is restored goes the following night.',
  ],
} as const;
