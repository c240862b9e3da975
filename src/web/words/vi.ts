import type { Words } from '../words.ts';

export const vi: Words = {
  language: 'vi',
  pageTitle: 'Kiểm tra văn bản đóng dấu điện tử',
  service: 'Con dấu điện tử',
  languageSwitch: 'Ngôn ngữ',
  heading: 'Kiểm tra văn bản đóng dấu điện tử',
  lead: 'Xem cơ quan nào đã đóng dấu tệp PDF, vào lúc nào, và từ đó đến nay tệp có bị thay đổi dù chỉ một byte hay không.',
  privacy: 'Việc kiểm tra chạy trong trình duyệt của bạn. Tệp không rời khỏi thiết bị này.',
  chooseFile: 'Chọn tệp PDF',
  dropHint: 'hoặc kéo thả tệp vào đây',
  chooseAnother: 'Kiểm tra tệp khác',
  checking: 'Đang kiểm tra tệp…',
  footer:
    'Trang này và đường truy cập chuỗi khối của nó do cùng một máy chủ cung cấp. Nếu không muốn tin máy chủ đó, hãy kiểm tra bằng công cụ dòng lệnh với các nút do bạn tự chọn.',

  passed: {
    sentence: (agencies) => `Do ${agencies} đóng dấu và không thay đổi từ đó đến nay.`,
    advice:
      'Hãy chắc chắn đây đúng là cơ quan bạn đang chờ. Con dấu cho biết ai đã đóng dấu tệp, không bảo đảm nội dung trong đó là đúng sự thật.',
  },
  verdicts: {
    NOT_A_PDF: {
      sentence: 'Đây không phải là tệp PDF.',
      advice: 'Hãy chọn tệp PDF mà bạn đã nhận. Ảnh chụp, bản quét hay tệp văn bản khác không mang con dấu điện tử.',
    },
    FORMAT_FAILURE: {
      sentence: 'Tệp bị hỏng, hoặc có cấu trúc không thể kiểm tra được.',
      advice:
        'Đừng sử dụng tệp này. Hãy tải lại từ nguồn ban đầu; chỉnh sửa hoặc “in ra PDF” sẽ làm hỏng con dấu. Nếu vẫn không được, hãy hỏi cơ quan ban hành.',
    },
    NO_SEAL_FOUND: {
      sentence: 'Tệp này không có con dấu điện tử của hệ thống này.',
      advice: 'Hình con dấu đỏ tự nó không chứng minh điều gì. Có thể tệp đã được in, quét hoặc lưu lại: hãy xin tệp PDF gốc.',
    },
    HASH_FAILURE: {
      sentence: 'Tệp đã bị thay đổi sau khi đóng dấu.',
      advice: 'Đừng sử dụng tệp này. Hãy xin tệp gốc từ cơ quan ban hành hoặc người gửi.',
    },
    SIG_CRYPTO_FAILURE: {
      sentence: 'Con dấu trong tệp không phải là thật.',
      advice:
        'Đừng sử dụng tệp này. Con dấu đã bị sửa, hoặc được tạo mà không có khóa của cơ quan. Hãy báo cho cơ quan có tên trên con dấu.',
    },
    FORBIDDEN_CHANGE: {
      sentence: 'Có nội dung được thêm vào tệp sau khi đóng dấu.',
      advice: 'Những gì bạn thấy có thể không phải là điều cơ quan đã đóng dấu. Đừng sử dụng; hãy xin tệp gốc.',
    },
    RECORD_MISMATCH: {
      sentence: 'Thông tin của con dấu mâu thuẫn với nhau.',
      advice: 'Hình con dấu, chữ ký và bản ghi trong tệp không khớp nhau. Đừng sử dụng tệp này; hãy báo cho cơ quan ban hành.',
    },
    CRYPTO_CONSTRAINTS_FAILURE_NO_POE: {
      sentence: 'Con dấu được tạo bằng phương pháp mật mã quá yếu để có thể tin cậy.',
      advice: 'Không thể xác định tệp là thật hay không. Hãy đề nghị cơ quan đóng dấu lại.',
    },
    TRY_LATER: {
      sentence: 'Chưa kiểm tra xong: chuỗi khối chưa trả lời một cách đáng tin cậy.',
      advice: 'Điều này chưa nói lên điều gì về tệp, dù tốt hay xấu. Hãy thử lại sau vài phút.',
    },
    UNKNOWN_LEDGER: {
      sentence: 'Tệp được ghi nhận trên một sổ cái mà trang này không biết.',
      advice:
        'Có thể tệp thuộc hệ thống khác, hoặc một hệ thống giả mạo. Hãy hỏi cơ quan qua kênh liên lạc bạn đã biết, không qua liên kết trong tệp.',
    },
    NO_CERTIFICATE_CHAIN_FOUND: {
      sentence: 'Con dấu không có trong sổ đăng ký.',
      advice: 'Ai cũng có thể tạo ra con dấu như vậy. Đừng sử dụng tệp nếu chính cơ quan chưa xác nhận.',
    },
    NO_POE: {
      sentence: 'Không có bằng chứng rằng lần đóng dấu này đã được ghi nhận.',
      advice: 'Tệp không có biên nhận; có thể tệp đã được chuyển đi quá sớm. Hãy xin cơ quan tệp hoàn chỉnh.',
    },
    UNRECORDED_USE: {
      sentence: 'Bản ghi mà tệp này dẫn tới không tồn tại.',
      advice:
        'Con dấu đã được dùng mà không được ghi nhận. Đừng sử dụng tệp và hãy báo cho cơ quan: khóa của họ có thể đã bị lạm dụng.',
    },
    SIG_CONSTRAINTS_FAILURE: {
      sentence: 'Con dấu, chứng thư và bản ghi không thuộc về nhau.',
      advice: 'Không thể xác định ai đã đóng dấu tệp. Đừng sử dụng; hãy hỏi cơ quan ban hành.',
    },
    OUT_OF_BOUNDS_NOT_REVOKED: {
      sentence: 'Chứng thư của con dấu không có hiệu lực vào lúc đóng dấu.',
      advice: 'Hãy hỏi cơ quan có công nhận văn bản này không, và đề nghị đóng dấu lại.',
    },
    REVOKED: {
      sentence: 'Con dấu đã bị thu hồi, hoặc khóa đã được báo mất, từ trước khi tệp được đóng dấu.',
      advice: 'Đừng sử dụng tệp này: có thể người khác chứ không phải cơ quan đã tạo ra nó. Hãy hỏi cơ quan.',
    },
    SEAL_NOT_ACTIVE: {
      sentence: 'Con dấu không có hiệu lực vào lúc tệp được đóng dấu.',
      advice: 'Đừng sử dụng tệp này. Hãy xin văn bản được đóng bằng con dấu đang có hiệu lực.',
    },
    DOCUMENT_REVOKED: {
      sentence: 'Cơ quan đã thu hồi văn bản này.',
      advice: 'Tệp là thật nhưng không còn giá trị. Hãy hỏi cơ quan về văn bản hiện hành.',
    },
    DOCUMENT_REPLACED: {
      sentence: 'Cơ quan đã thu hồi văn bản này và thay bằng văn bản khác.',
      advice: 'Tệp là thật nhưng không còn giá trị. Hãy xin cơ quan văn bản thay thế.',
    },
  },
  troubles: {
    'file-unreadable': {
      sentence: 'Trình duyệt không đọc được tệp này.',
      advice: 'Có thể tệp đã bị di chuyển hoặc đang mở ở nơi khác. Hãy chọn lại; không thể kiểm tra cả thư mục.',
    },
    'insecure-page': {
      sentence: 'Trang này được tải qua kết nối không được bảo vệ.',
      advice: 'Trình duyệt không cho phép trang như vậy kiểm tra chữ ký. Hãy mở bằng địa chỉ bắt đầu bằng https://.',
    },
    'check-not-made': {
      sentence: 'Không thực hiện được việc kiểm tra.',
      advice: 'Điều này chưa nói lên điều gì về tệp, dù tốt hay xấu. Hãy xem lại kết nối mạng, tải lại trang và thử lại.',
    },
  },
  notices: {
    'seal-suspended-later': 'Con dấu bị tạm dừng sau đó. Văn bản này được đóng dấu từ trước nên vẫn có giá trị.',
    'seal-rotated-later': 'Con dấu đã đổi khóa sau đó. Văn bản này được đóng dấu từ trước nên vẫn có giá trị.',
    'seal-retired-later': 'Con dấu đã ngừng sử dụng sau đó. Văn bản này được đóng dấu từ trước nên vẫn có giá trị.',
    'seal-revoked-later': 'Con dấu bị thu hồi sau đó. Văn bản này được đóng dấu từ trước nên vẫn có giá trị.',
    'document-expired': 'Văn bản đã hết thời hạn hiệu lực.',
    'later-seal-known': 'Đã có phiên bản mới hơn của tệp này, mang thêm một con dấu. Hãy xin tệp đầy đủ.',
    'claimed-time-differs':
      'Thời gian ghi trong tệp lệch hơn một giờ so với thời gian được ghi nhận. Thời gian được ghi nhận mới có giá trị.',
    'covers-earlier-content': 'Có con dấu nằm đè lên nội dung đã có trước trên trang. Hãy so sánh với phiên bản trước đó.',
  },
  otherDocument: 'Tệp này không phải là văn bản mà mã QR dẫn tới.',

  sealOf: (position, count) => (count === 1 ? 'Con dấu' : `Con dấu ${position}/${count}`),
  sealPassed: 'Con dấu thật, đã được ghi nhận trên chuỗi khối.',
  unconfirmed: 'Những gì đọc được, chưa được xác nhận:',
  facts: {
    agency: 'Cơ quan',
    seal: 'Con dấu',
    sealedAt: 'Thời gian đóng dấu',
    sealStatus: 'Con dấu hiện nay',
    documentStatus: 'Văn bản hiện nay',
    validUntil: 'Có giá trị đến',
    reason: 'Lý do',
    replacement: 'Thay bằng văn bản',
    documentId: 'Mã văn bản',
  },
  code: (code) => `mã ${code}`,
  kinds: {
    official: 'Con dấu cơ quan',
    finance: 'Con dấu tài chính',
    contract: 'Con dấu hợp đồng',
    invoice: 'Con dấu hóa đơn',
    approval: 'Con dấu phê duyệt',
  },
  sealStatuses: { active: 'Đang có hiệu lực', suspended: 'Tạm dừng', revoked: 'Đã thu hồi', retired: 'Đã ngừng sử dụng' },
  documentStatuses: { valid: 'Đang có hiệu lực', expired: 'Đã hết hạn', revoked: (time) => `Đã thu hồi: ${time}` },
  reasons: {
    'issued-in-error': 'Ban hành nhầm',
    superseded: 'Đã có văn bản thay thế',
    'content-changed': 'Nội dung đã thay đổi',
    withdrawn: 'Cơ quan rút lại',
    fraud: 'Gian lận',
  },
  unlimited: 'Không thời hạn',

  checksSummary: (passed, all) => `Đã kiểm tra những gì: ${passed}/${all} mục đạt`,
  checkStatuses: { passed: 'Đạt', failed: 'Không đạt', indeterminate: 'Chưa rõ', 'not-made': 'Chưa thực hiện' },
  checks: {
    format: {
      name: 'Tệp nguyên vẹn về cấu trúc',
      restsOn: 'Đọc chặt chẽ toàn bộ tệp. Phần nào không hiểu được thì coi là hỏng.',
    },
    digest: {
      name: 'Nội dung không thay đổi',
      restsOn: 'Mã băm của tệp, tính tại đây, so với mã băm trong con dấu.',
    },
    signature: {
      name: 'Chữ ký đúng',
      restsOn: 'Chữ ký, tính lại tại đây bằng khóa công khai trong chứng thư của con dấu.',
    },
    'later-changes': {
      name: 'Không có gì được thêm về sau',
      restsOn: 'So sánh mọi phiên bản có trong tệp. Chỉ được thêm con dấu khác.',
    },
    record: {
      name: 'Con dấu nhất quán',
      restsOn: 'So sánh bản ghi đã ký, chữ ký và hình con dấu mà cơ quan đã đăng ký.',
    },
    algorithm: {
      name: 'Phương pháp mật mã đủ mạnh',
      restsOn: 'Danh sách cố định các phương pháp và độ dài khóa được chấp nhận.',
    },
    ledger: {
      name: 'Chuỗi khối trả lời',
      restsOn: 'Chuỗi mà trang này được thiết lập. Các câu trả lời phải khớp nhau và không thể đảo ngược.',
    },
    receipt: {
      name: 'Biên nhận thuộc sổ cái đã biết',
      restsOn: 'Chuỗi và hợp đồng nêu trong biên nhận, so với chuỗi và hợp đồng mà trang này được thiết lập.',
    },
    registry: { name: 'Con dấu đã đăng ký', restsOn: 'Sổ đăng ký con dấu trên chuỗi khối.' },
    anchor: {
      name: 'Lần đóng dấu đã được ghi nhận',
      restsOn: 'Đường từ văn bản này tới mục ghi trên chuỗi khối, tính lại từ đầu; mọi trường của biên nhận.',
    },
    identity: {
      name: 'Tất cả đều chỉ cùng một con dấu',
      restsOn: 'So sánh chứng thư, bản ghi, mục ghi trên chuỗi và sổ đăng ký.',
    },
    certificate: {
      name: 'Chứng thư còn hiệu lực',
      restsOn: 'Thời hạn của chứng thư so với thời gian ghi nhận.',
    },
    key: {
      name: 'Khóa không bị báo mất',
      restsOn: 'Lịch sử của khóa trên chuỗi khối so với thời gian ghi nhận.',
    },
    'seal-status': {
      name: 'Con dấu có hiệu lực khi đóng',
      restsOn: 'Lịch sử của con dấu trên chuỗi khối vào thời gian ghi nhận.',
    },
    'document-status': {
      name: 'Văn bản chưa bị thu hồi',
      restsOn: 'Các lần thu hồi trên chuỗi khối, tính đến hiện nay.',
    },
  },

  foreign: {
    heading: 'Chữ ký khác trong tệp',
    note: 'Không được tạo bằng con dấu của hệ thống này và không được đánh giá ở đây. Tên là do tệp tự khai.',
    integrity: { intact: 'Nội dung không thay đổi', altered: 'Nội dung đã thay đổi', malformed: 'Không đọc được' },
  },

  record: {
    heading: 'Bản ghi của mã QR',
    lead: 'Dịch vụ có ghi văn bản này:',
    warning: {
      sentence: 'Hình ảnh không phải là bằng chứng.',
      advice:
        'Ai cũng có thể chép mã QR hay con dấu đỏ sang một trang khác. Bản ghi này không cho thấy trang trước mặt bạn là trang đã được đóng dấu. Chỉ việc kiểm tra tệp PDF mới cho thấy điều đó.',
    },
    offer: 'Kiểm tra tệp',
    loading: 'Đang tra bản ghi…',
    missing: {
      sentence: 'Dịch vụ không có văn bản nào mang mã này.',
      advice: 'Mã QR có thể là giả hoặc thuộc hệ thống khác. Hãy xin cơ quan tệp PDF và kiểm tra tệp đó.',
    },
    unavailable: {
      sentence: 'Không tải được bản ghi.',
      advice: 'Hãy thử lại sau vài phút. Trong lúc đó vẫn có thể kiểm tra tệp PDF.',
    },
  },
};
