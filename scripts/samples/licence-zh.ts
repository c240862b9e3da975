import { grayscale, rgb } from 'pdf-lib';
import { Sheet } from './sheet.ts';

const FIELDS = [
  ['单位名称', '杭州西溪云帆数据服务有限公司'],
  ['统一社会信用代码', '91330100MA00000000'],
  ['法定代表人', '沈清和'],
  ['住　　所', '浙江省杭州市西湖区文三路示例号'],
  ['许可事项', '公共数据授权运营（交通、气象、信用三类）'],
  ['有效期限', '2026年1月5日至2029年1月4日'],
] as const;

/** An administrative licence in Chinese; the seal goes over the date, as usual. */
export async function makeChineseLicence(): Promise<Uint8Array> {
  const sheet = await Sheet.create('行政许可证', 'zh-CN', [
    '@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-WEIGHT-normal.woff',
  ]);
  drawFrame(sheet);
  const [left, right, middle] = [92, 503, 297.6];
  sheet.writeCentred('中华人民共和国', middle, 738, { size: 17 });
  sheet.writeCentred('行 政 许 可 证', middle, 686, { size: 36, bold: true, color: rgb(0.72, 0.1, 0.08) });
  sheet.writeCentred('杭数许字〔2026〕第0105号', middle, 652, { size: 12 });
  let y = 600;
  for (const [label, value] of FIELDS) {
    sheet.write(label, left, y, { size: 13, bold: true });
    sheet.write(value, left + 124, y, { size: 13 });
    sheet.rule(left + 118, y - 6, right, 0.4);
    y -= 36;
  }
  const body =
    '经审查，你单位提出的申请符合《中华人民共和国行政许可法》和有关规定的条件，现予许可。请在许可的范围和期限内依法开展活动，并接受监督检查。本证不得涂改、出租、出借或者以其他形式转让。';
  sheet.writeParagraph(body, y - 14, { left, width: right - left, size: 13, leading: 1.9, indent: 2 });
  sheet.writeCentred('杭州市数据资源管理局', 406, 174, { size: 13 });
  sheet.writeCentred('2026年1月5日', 406, 66, { size: 13 });
  sheet.write('示例文件，不具法律效力', left, 66, { size: 8, color: grayscale(0.5) });
  return sheet.toBytes();
}

function drawFrame({ page }: Sheet): void {
  const color = rgb(0.72, 0.1, 0.08);
  const { width, height } = page.getSize();
  for (const [inset, borderWidth] of [
    [30, 2.4],
    [36, 0.6],
  ] as const) {
    page.drawRectangle({
      x: inset,
      y: inset,
      width: width - 2 * inset,
      height: height - 2 * inset,
      borderColor: color,
      borderWidth,
    });
  }
}
