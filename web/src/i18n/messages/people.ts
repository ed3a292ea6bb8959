/** People in charge of two sessions at a time. */
export const peopleMessages = {
  'people.chair': ['chủ trì', 'chair'],
  'people.secretary': ['thư ký', 'secretary'],
  'people.title': ['Trùng người phụ trách.', 'The same person in two sessions.'],
  'people.hint': [
    'Vẫn đặt được; xin xem lại tên hoặc giờ.',
    'It can be booked all the same; please look at the name or the time.',
  ],
  'people.clash': [
    '{person} ({duty}) cũng là {other} của “{title}” lúc {time} ({status}).',
    '{person} ({duty}) is also {other} of “{title}”, {time} ({status}).',
  ],
  'people.busy': [
    '{person} ({duty}) đã có phiên khác lúc {time} ({status}).',
    '{person} ({duty}) is busy, {time} ({status}).',
  ],
  'people.more': ['và {n} lần trùng khác', 'and {n} more'],
  'people.days': ['{n} buổi trùng người phụ trách', 'people in charge are wanted elsewhere on {n} days'],
} as const;
