import { grayscale } from 'pdf-lib';
import { Sheet } from './sheet.ts';

const FIELDS = [
  ['Họ, chữ đệm và tên', 'Nguyễn Thị Mẫu'],
  ['Ngày, tháng, năm sinh', '01/01/1990'],
  ['Số định danh cá nhân', '0790 0000 0000'],
  ['Nơi thường trú', '12 Đường Ví Dụ, phường Bến Nghé, TP. Hồ Chí Minh'],
  ['Chủ hộ', 'Nguyễn Văn Thí Dụ (quan hệ: con)'],
] as const;

/** A confirmation of residence in Vietnamese, laid out as ward offices do. */
export async function makeVietnameseCertificate(): Promise<Uint8Array> {
  const sheet = await Sheet.create('Giấy xác nhận thông tin về cư trú', 'vi-VN', [
    '@fontsource/noto-serif/files/noto-serif-latin-WEIGHT-normal.woff',
    '@fontsource/noto-serif/files/noto-serif-vietnamese-WEIGHT-normal.woff',
  ]);
  const [left, right, middle] = [72, 538, 297.6];
  writeHeading(sheet);
  sheet.writeCentred('GIẤY XÁC NHẬN', middle, 668, { size: 18, bold: true });
  sheet.writeCentred('Thông tin về cư trú', middle, 646, { size: 13, bold: true });
  const size = 11.5;
  let y = 606;
  y = sheet.writeParagraph(
    'Căn cứ Luật Cư trú ngày 13 tháng 11 năm 2020 và theo đề nghị của công dân, Ủy ban nhân dân phường Bến Nghé xác nhận thông tin về cư trú như sau:',
    y,
    { left, width: right - left, size, indent: 2.5 },
  );
  y -= 8;
  for (const [index, [label, value]] of FIELDS.entries()) {
    sheet.write(`${index + 1}. ${label}:`, left + 14, y, { size });
    sheet.write(value, left + 172, y, { size, bold: true });
    y -= 25;
  }
  y = sheet.writeParagraph(
    'Các thông tin trên đúng với Cơ sở dữ liệu về cư trú tại thời điểm xác nhận. Giấy này có giá trị sử dụng trong thời hạn một năm kể từ ngày cấp; trường hợp thông tin về cư trú được điều chỉnh thì hết giá trị kể từ thời điểm điều chỉnh.',
    y - 6,
    { left, width: right - left, size, indent: 2.5 },
  );
  sheet.writeCentred('TM. ỦY BAN NHÂN DÂN', 406, 226, { size, bold: true });
  sheet.writeCentred('CHỦ TỊCH', 406, 209, { size, bold: true });
  sheet.writeCentred('Trần Thị Ví Dụ', 406, 178, { size, bold: true });
  sheet.write('Nơi nhận:', left, 130, { size: 9.5, bold: true });
  sheet.write('– Như trên;', left, 116, { size: 9.5 });
  sheet.write('– Lưu: VT.', left, 103, { size: 9.5 });
  sheet.write('Bản mẫu, không có giá trị pháp lý', left, 40, { size: 8, color: grayscale(0.5) });
  return sheet.toBytes();
}

function writeHeading(sheet: Sheet): void {
  const [agency, state] = [158, 400];
  sheet.writeCentred('ỦY BAN NHÂN DÂN', agency, 780, { size: 11 });
  sheet.writeCentred('PHƯỜNG BẾN NGHÉ', agency, 764, { size: 11, bold: true });
  sheet.rule(agency - 32, 757, agency + 32);
  sheet.writeCentred('Số: 0105/GXN-UBND', agency, 734, { size: 11 });
  sheet.writeCentred('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', state, 780, { size: 11, bold: true });
  sheet.writeCentred('Độc lập – Tự do – Hạnh phúc', state, 764, { size: 11.5, bold: true });
  sheet.rule(state - 82, 757, state + 82);
  sheet.writeCentred('Bến Nghé, ngày 05 tháng 01 năm 2026', state, 734, { size: 11 });
}
