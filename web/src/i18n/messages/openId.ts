export const openIdMessages = {
  'openid.signIn': ['Đăng nhập bằng {name}', 'Sign in by {name}'],
  'openid.or': ['hoặc bằng mật khẩu', 'or by a password'],
  'openid.passwords': ['Quản trị viên: đăng nhập bằng mật khẩu', 'Administrators: sign in by a password'],
  'openid.denied': [
    'Chưa đăng nhập: bạn đã từ chối, hoặc {name} không cho phép tài khoản này. Có thể thử lại.',
    'Not signed in: you said no, or {name} does not let this account in. You can try again.',
  ],
  'openid.state': [
    'Chưa đăng nhập: câu trả lời nhận được không phải do hệ thống này yêu cầu. Xin đăng nhập lại từ trang này.',
    'Not signed in: this answer was not asked for by this system. Please sign in again from this page.',
  ],
  'openid.expired': [
    'Lượt đăng nhập đã quá hạn hoặc bắt đầu ở trình duyệt khác. Xin đăng nhập lại.',
    'This sign-in took too long, or began in another browser. Please sign in again.',
  ],
  'openid.away': [
    'Không kết nối được với {name}. Xin thử lại sau ít phút hoặc báo quản trị viên.',
    '{name} cannot be reached. Please try again in some minutes, or tell your administrator.',
  ],
  'openid.disabled': [
    'Tài khoản này đã ngừng sử dụng nên không đăng nhập được. Xin liên hệ quản trị viên.',
    'This account is no longer in use. Please ask an administrator.',
  ],
  'openid.full': [
    'Đang có quá nhiều tài khoản mới chờ cấp quyền nên chưa nhận thêm. Xin liên hệ quản trị viên.',
    'Too many new accounts wait for a role at present. Please ask an administrator.',
  ],
  'openid.tooMany': [
    'Có quá nhiều lần đăng nhập từ máy này. Xin đợi một phút.',
    'Too many sign-ins from this PC. Please wait a minute.',
  ],
  'openid.failed': [
    '{name} trả lời không đúng nên chưa đăng nhập được. Xin thử lại; nếu vẫn lỗi, báo quản trị viên.',
    '{name} answered something that cannot be used. Please try again, or tell your administrator.',
  ],
  'openid.codeIntro': [
    '{name} đã xác nhận bạn. Nhập thêm mã xác thực hai bước của tài khoản này.',
    '{name} knows you. Now enter the code of this account’s second step.',
  ],
  'openid.continue': ['Tiếp tục', 'Go on'],
  'openid.startOver': ['Đăng nhập lại từ đầu', 'Begin again'],

  'waiting.title': ['Đang chờ quản trị viên cấp quyền', 'Waiting for an administrator'],
  'waiting.explain': [
    'Bạn đã đăng nhập với tên {displayName} ({userName}), nhưng tài khoản chưa có quyền nào. Xin báo quản trị viên hệ thống của cơ quan để được cấp quyền; trang này tự mở khi có quyền.',
    'You are signed in as {displayName} ({userName}), but the account has no role yet. Please ask the administrator of your organisation; this page goes on by itself once you have one.',
  ],
  'waiting.check': ['Kiểm tra lại', 'Check again'],
  'waiting.still': ['Vẫn chưa có quyền.', 'No role yet.'],

  'accounts.waiting': ['Chờ cấp quyền', 'Waits for a role'],
  'accounts.waitingCount': [
    '{n} người đăng nhập lần đầu đang chờ cấp quyền: bấm Sửa để cấp quyền, hoặc ngừng sử dụng nếu không phải người của cơ quan.',
    '{n} {n|person|people} signed in for the first time and {n|waits|wait} for a role: press Change to give one, or disable who does not belong here.',
  ],
  'accounts.openId': ['Đăng nhập bằng {name}', 'Signs in by {name}'],
  'accounts.openIdMail': [
    'Địa chỉ thư của người này ở {name}. Lần đầu đăng nhập với địa chỉ đã xác minh, tài khoản được liên kết. Để trống nếu không dùng.',
    'This person’s mail address at {name}. The first sign-in with it, once verified, links the account. Leave empty for none.',
  ],
  'accounts.openIdClaim': [
    'Giá trị “{claim}” của người này ở {name}. Lần đầu đăng nhập với giá trị này, tài khoản được liên kết. Để trống nếu không dùng.',
    'This person’s “{claim}” at {name}. The first sign-in with it links the account. Leave empty for none.',
  ],
  'accounts.linked': ['Đã liên kết với {issuer}.', 'Linked to {issuer}.'],
  'accounts.unlink': ['Gỡ liên kết', 'Unlink'],
  'accounts.unlinkHint': [
    'Người này không đăng nhập bằng {name} vào tài khoản này nữa; phiên đang mở bị đóng.',
    'This person no longer signs in to this account by {name}; open sessions end.',
  ],
  'accounts.unlinked': ['Đã gỡ liên kết của {name}.', '{name} is unlinked.'],
  'accounts.passwordOptional': [
    'Ít nhất 10 ký tự. Để trống nếu chỉ đăng nhập bằng {name}.',
    'At least 10 characters. Leave empty for who signs in by {name} only.',
  ],
} as const;
