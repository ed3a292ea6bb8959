using System.Collections.Frozen;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Audit;

/// <summary>What kinds, acts, fields and values of the audit trail are called by people. A word that is missing here is shown as it is kept.</summary>
internal static class AuditWords
{
    private sealed record Word(string Vi, string En);

    /// <summary>Fields whose values are chosen; what people write themselves is shown as they wrote it, were it a word from here.</summary>
    private static readonly FrozenSet<string> Choices =
        FrozenSet.ToFrozenSet(["act", "acts", "action", "givenSteps", "recording", "role", "roles", "secrecy", "state", "status", "step"]);

    private static readonly FrozenDictionary<string, Word> Words = Lines(
        """
        kind.unit = đơn vị | unit
        kind.reorganisation = sắp xếp đơn vị | reorganisation of units
        kind.site = nơi đặt | site
        kind.line = đường truyền | line
        kind.room = điểm cầu | room
        kind.sipAccount = tài khoản SIP | SIP account
        kind.briefing = phiên họp | briefing
        kind.document = tài liệu | document
        kind.preset = mẫu phiên, nhóm điểm cầu | template or group of rooms
        kind.token = khóa truy cập | access token
        kind.feed = địa chỉ lịch | calendar address
        kind.holiday = ngày nghỉ lễ | public holiday
        kind.mail = thư mời | mail
        kind.account = tài khoản | account
        kind.delegation = ủy quyền duyệt | right to approve, lent
        kind.fact = thông tin cơ quan | installation
        kind.audit = nhật ký | audit trail
        kind.retention = lưu giữ dữ liệu cá nhân | keeping of personal data
        act.added = thêm | added
        act.changed = sửa | changed
        act.removed = xóa | removed
        act.done = thực hiện | done
        field.act = việc | act
        field.acts = việc đã làm | acts
        field.action = việc | act
        field.active = đang dùng | in use
        field.address = địa chỉ | address
        field.agenda = chương trình | agenda
        field.agendaPoint = mục đang họp (từ 0) | point of the agenda (from 0)
        field.automaticGain = tự chỉnh âm lượng | automatic gain
        field.accountId = tài khoản | account
        field.bookedById = người đặt | booked by
        field.briefingId = phiên họp | briefing
        field.bytes = dung lượng (byte) | bytes
        field.certificate = chứng nhận | certificate
        field.certifiedUntil = chứng nhận đến ngày | certified until
        field.chairMail = thư điện tử chủ trì | mail of the chair
        field.chairPerson = chủ trì | chair
        field.chairRoomId = điểm cầu chủ tọa | chair's room
        field.competing = đề nghị thay | competes
        field.connectAt = giờ kết nối | connects at
        field.contactName = người liên hệ | contact
        field.content = nội dung | content
        field.count = số lượng | count
        field.date = ngày | date
        field.defective = đặt thiếu | defective
        field.detail = chi tiết | detail
        field.disabled = ngừng sử dụng | disabled
        field.displayName = họ tên | full name
        field.dossier = hồ sơ | dossier
        field.email = thư điện tử | mail address
        field.end = kết thúc | end
        field.endedAt = dừng lúc | ended at
        field.endpoints = thiết bị | devices
        field.except = trừ các ngày | except
        field.expiresAt = hết hạn | expires
        field.fields = các mục | fields
        field.firstDay = ngày đầu | first day
        field.for = thay cho | in place of
        field.from = từ | from
        field.fromDay = từ ngày | from
        field.fromId = người giao | lent by
        field.givenSteps = bước đã duyệt | steps given
        field.helpNote = ghi chú hỗ trợ | note on help
        field.helpWanted = cần hỗ trợ kỹ thuật | wants help
        field.hostUnitId = đơn vị chủ trì | host unit
        field.invitationNumber = số giấy mời | number of the invitation
        field.kind = loại | kind
        field.language = ngôn ngữ | language
        field.lastDigest = mã băm cuối | last digest
        field.lastNumber = dòng cuối | last line
        field.lengthSeconds = thời lượng (giây) | length (s)
        field.lines = số dòng | lines
        field.links = liên kết | links
        field.lockoutEnd = khóa đến | locked until
        field.mail = thư điện tử | mail address
        field.minutes = phút | minutes
        field.mode = hình thức | mode
        field.name = tên | name
        field.noiseGate = lọc tiếng ồn | noise gate
        field.note = ghi chú | note
        field.onClash = khi trùng | on a clash
        field.onHoliday = khi gặp ngày lễ | on a holiday
        field.openIdExpected = chờ liên kết OpenID | awaits at OpenID
        field.openIdIssuer = nơi cấp OpenID | OpenID provider
        field.openIdSubject = mã OpenID | OpenID subject
        field.optional = không bắt buộc | optional
        field.outgoingPassword = mật khẩu gọi ra | password for calls
        field.outgoingUser = tên gọi ra | user for calls
        field.ownerId = chủ sở hữu | owner
        field.parentId = đơn vị cấp trên, đường nối vào | parent unit or line
        field.paperCodes = mã dự phòng | codes on paper
        field.secondFactorKey = khóa xác thực | authenticator's key
        field.password = mật khẩu | password
        field.phone = điện thoại | telephone
        field.phoneNumber = địa chỉ điện thoại | phone address
        field.position = thứ tự | position
        field.protection = mã hóa | encryption
        field.realm = miền | realm
        field.recording = ghi âm | recording
        field.returnReason = lý do trả lại | reason of return
        field.roles = quyền | roles
        field.role = quyền | role
        field.unitRoles = quyền theo đơn vị | roles for a unit
        field.roomId = điểm cầu | room
        field.rooms = các điểm cầu | rooms
        field.rule = quy tắc lặp | rule
        field.secrecy = độ mật | secrecy
        field.secretary = thư ký | secretary
        field.secretaryId = tài khoản thư ký | secretary's account
        field.secretaryMail = thư điện tử thư ký | mail of the secretary
        field.series = chuỗi phiên | series
        field.sessions = các buổi | sessions
        field.setUpMinutes = phút chuẩn bị | set-up minutes
        field.shortName = tên ngắn | short name
        field.lineId = đường truyền | line
        field.latitude = vĩ độ | latitude
        field.longitude = kinh độ | longitude
        field.kbits = tốc độ (kbit/s) | rate (kbit/s)
        field.siteId = nơi đặt | site
        field.speaker = người trình bày | speaker
        field.start = bắt đầu | start
        field.startTime = giờ bắt đầu | start time
        field.state = tình trạng | state
        field.status = tình trạng | status
        field.step = bước | step
        field.targetId = của | of
        field.technicianNote = ghi chú kỹ thuật | technicians' note
        field.title = tên | title
        field.to = đến | to
        field.toDay = đến ngày | until
        field.toId = người duyệt thay | lent to
        field.topic = nội dung | topic
        field.twoFactorEnabled = xác thực hai bước | two-factor
        field.unitId = đơn vị | unit
        field.urgentReason = lý do đột xuất | why urgent
        field.url = địa chỉ | address
        field.userName = tên đăng nhập | user name
        field.validFrom = từ ngày | from
        field.validTo = đến ngày | to
        field.value = giá trị | value
        value.rename = đổi tên | rename
        value.merge = sáp nhập | merge
        value.split = chia tách | split
        value.abolish = giải thể | abolish
        value.done = đã thực hiện | carried out
        value.takenBack = đã rút lại | taken back
        value.planned = chờ đến ngày | planned
        value.draft = nháp | draft
        value.pending = chờ duyệt | pending
        value.approved = đã duyệt | approved
        value.returned = trả lại | returned
        value.cancelled = đã hủy | cancelled
        value.office = văn phòng | office
        value.technical = kỹ thuật | technicians
        value.open = thường | open
        value.secret = mật | secret
        value.signedIn = đăng nhập | signed in
        value.openIdLinked = liên kết với OpenID | linked to OpenID
        value.openIdRefused = từ chối đăng nhập OpenID | refused to sign in by OpenID
        value.erased = xóa thông tin cá nhân | personal data removed
        value.swept = xóa dữ liệu cá nhân hết hạn | removed personal data kept long enough
        value.exported = xuất nhật ký | exported the trail
        value.verified = kiểm tra chuỗi | verified the chain
        value.sentAgain = gửi lại tất cả | sent all again
        value.waiting = chờ gửi | waiting
        value.givenUp = không gửi nữa | given up
        value.clerk = chuyên viên văn phòng | clerk
        value.approver = người duyệt | approver
        value.technician = kỹ thuật viên | technician
        value.administrator = quản trị viên | administrator
        value.itOfficer = cán bộ CNTT của đơn vị | IT officer of a unit
        value.secretary = thư ký phiên họp | secretary
        value.auditor = kiểm tra viên | auditor
        """);

    public static string Kind(string kind, Language language) => Find("kind." + kind, language) ?? kind;

    public static string Act(AuditAct act, Language language) => Find("act." + act.ToString().ToLowerInvariant(), language)!;

    public static string Field(string field, Language language) => Find("field." + field, language) ?? field;

    public static string Value(string value, Language language) => Find("value." + value, language) ?? value;

    /// <summary>Every kind there is, for choosing.</summary>
    public static IEnumerable<string> Kinds => Words.Keys.Where(key => key.StartsWith("kind.", StringComparison.Ordinal)).Select(key => key["kind.".Length..]);

    public static bool IsChoice(string field) => Choices.Contains(field);

    public static bool Has(string key) => Words.ContainsKey(key);

    private static string? Find(string key, Language language) => Words.TryGetValue(key, out var word) ? language == Language.En ? word.En : word.Vi : null;

    private static FrozenDictionary<string, Word> Lines(string text) => text.Split('\n').Select(line => line.Split(['=', '|'], StringSplitOptions.TrimEntries))
        .ToFrozenDictionary(cells => cells[0], cells => new Word(cells[1], cells[2]));
}
