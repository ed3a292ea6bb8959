export const invitationMessages = {
  'contact.title': ['Liên hệ', 'Contact'],
  'contact.mail': ['Thư điện tử', 'Mail address'],
  'contact.mailHint': [
    'Giấy mời gửi đến đây. Điểm cầu không có thì gửi đến nơi đặt, rồi đến đơn vị.',
    'Invitations go here. A room without one: to its site, then to its unit.',
  ],
  'contact.contactName': ['Người liên hệ', 'Contact person'],
  'contact.phone': ['Điện thoại', 'Telephone'],
  'sites.editTitle': ['Sửa nơi đặt', 'Change a site'],
  'dossier.chairMail': ['Thư điện tử của chủ trì', 'Mail address of the chair'],
  'dossier.secretaryMail': ['Thư điện tử của thư ký', 'Mail address of the secretary'],
} as const;
