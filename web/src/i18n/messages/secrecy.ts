/** Secrecy, encryption and certificates. */
export const secrecyMessages = {
  'terms.title': ['Độ mật, mã hóa, ghi âm', 'Secrecy, encryption, recording'],
  'secrecy.label': ['Độ mật', 'Secrecy'],
  'secrecy.open': ['Không mật', 'None'],
  'secrecy.confidential': ['Mật', 'Confidential'],
  'secrecy.secret': ['Tối mật', 'Secret'],
  'secrecy.topSecret': ['Tuyệt mật', 'Top secret'],
  'secrecy.mark': ['Độ mật: {level}', 'Secrecy: {level}'],
  'secrecy.rules': [
    'Bắt buộc mã hóa, không ghi âm, không cho gọi vào; chỉ điểm cầu có thiết bị được chứng nhận còn hạn được dự. Người khác chỉ thấy “Bận”.',
    'Encrypted, not recorded, nobody calls in; only rooms whose device has a certificate in date take part. Others see “busy” only.',
  ],
  'secrecy.notEnough': [
    'Mã hóa SRTP của hệ thống một mình không đủ để bảo vệ bí mật nhà nước: đường truyền phải được bảo vệ theo pháp luật về cơ yếu (Nghị định 26/2020/NĐ-CP, điều 6).',
    'SRTP encryption by this system alone is not enough to protect a state secret: the line itself must be protected as the law on cipher asks (Decree 26/2020/NĐ-CP, article 6).',
  ],
  'secrecy.asksAgain': [
    'Đổi độ mật thì phiên phải được duyệt lại.',
    'Another secrecy asks for approval again.',
  ],
  'secrecy.noRecording': [
    'Phiên có độ mật không được ghi âm (Nghị định 26/2020/NĐ-CP, điều 6).',
    'A secret session may not be recorded (Decree 26/2020/NĐ-CP, article 6).',
  ],
  'secrecy.noDialIn': ['Không cho gọi vào phiên có độ mật.', 'Nobody may call in to a secret session.'],
  'secrecy.unfit': [
    '{n} điểm cầu không được dự phiên có độ mật:',
    '{n} {n|room|rooms} may not take part in a secret briefing:',
  ],
  'secrecy.leaveOut': ['Bỏ {n} điểm cầu này', 'Leave out {n} {n|room|rooms}'],
  'secrecy.chairUnfit': [
    'Điểm cầu chủ tọa phải có thiết bị được chứng nhận còn hạn.',
    'The chair’s room must have a device with a certificate in date.',
  ],
  'secrecy.hidden': [
    'Phiên có độ mật: chỉ biết là phòng bận',
    'Secret: only that its rooms are busy is told',
  ],

  'encryption.label': ['Mã hóa cuộc gọi', 'Encryption of calls'],
  'encryption.default': ['Theo cài đặt', 'As set'],
  'encryption.required': ['Bắt buộc', 'Required'],
  'encryption.preferred': ['Ưu tiên', 'Preferred'],
  'encryption.off': ['Tắt', 'Off'],
  'encryption.defaultHint': ['Theo cài đặt chung của hệ thống.', 'As the system is set.'],
  'encryption.requiredHint': [
    'Thiết bị không mã hóa thì không được vào; bảng theo dõi ghi rõ lý do.',
    'A device that does not encrypt is not let in; the board says why.',
  ],
  'encryption.preferredHint': [
    'Thiết bị nào mã hóa được thì mã hóa, thiết bị khác vẫn vào.',
    'Devices that can encrypt do; the others come in all the same.',
  ],
  'encryption.offHint': ['Không mã hóa cuộc gọi nào.', 'No call is encrypted.'],
  'encryption.secret': ['Phiên có độ mật luôn bắt buộc mã hóa.', 'A secret briefing is always encrypted.'],
  'encryption.board': ['Bắt buộc mã hóa', 'Encryption required'],

  'certificate.name': [
    'Chứng nhận dự phiên mật (tên, số)',
    'Certificate for secret briefings (name, number)',
  ],
  'certificate.until': ['Còn hạn đến', 'Good until'],
  'certificate.hint': [
    'Của thiết bị mật mã hoặc thiết bị đã kiểm tra an ninh. Không có thì điểm cầu không dự được phiên có độ mật.',
    'Of a cipher device or one that passed the security inspection. Without one the room cannot take part in secret briefings.',
  ],
  'certificate.add': ['Thêm chứng nhận', 'Add a certificate'],
  'certificate.short': ['Chứng nhận đến {day}', 'Certified until {day}'],
  'certificate.ended': ['Chứng nhận hết hạn {day}', 'Certificate ended {day}'],

  'history.secrecyOpen': ['Bỏ độ mật', 'Made not secret'],
  'history.secrecyConfidential': ['Đổi độ mật thành Mật', 'Made confidential'],
  'history.secrecySecret': ['Đổi độ mật thành Tối mật', 'Made secret'],
  'history.secrecyTopSecret': ['Đổi độ mật thành Tuyệt mật', 'Made top secret'],

  'reason.notCertified': ['Thiết bị chưa được chứng nhận', 'Not certified'],
  'reason.short.notCertified': ['Chưa c.nhận', 'Not certified'],
  'why.notCertified': [
    'Phiên có độ mật và điểm cầu không có thiết bị nào có chứng nhận còn hạn. Cập nhật chứng nhận ở trang Điểm cầu, hệ thống sẽ gọi ngay.',
    'The session is secret and no device of this room has a certificate in date. Enter a new one on the Rooms page; the room is then called at once.',
  ],
} as const;
