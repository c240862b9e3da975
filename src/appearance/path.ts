/** [a b c d e f] as the operator `cm` takes it: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

export const MM = 72 / 25.4;

/** Shortest decimal with at most three places, never in exponent form and never -0, so that the bytes are the same everywhere. */
export function decimal(value: number): string {
  const thousandths = Math.round(value * 1000);
  if (!Number.isSafeInteger(thousandths)) throw new RangeError(`not a coordinate: ${value}`);
  return (thousandths === 0 ? 0 : thousandths / 1000).toString();
}

/** Operands and operator of one content stream line. */
export const operation = (operator: string, ...operands: number[]): string => `${operands.map(decimal).join(' ')} ${operator}\n`;

export function transform([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** A closed circle of four Bézier curves. */
export function circle(x: number, y: number, radius: number): string {
  const k = 0.5522847498 * radius;
  const r = radius;
  return (
    operation('m', x + r, y) +
    operation('c', x + r, y + k, x + k, y + r, x, y + r) +
    operation('c', x - k, y + r, x - r, y + k, x - r, y) +
    operation('c', x - r, y - k, x - k, y - r, x, y - r) +
    operation('c', x + k, y - r, x + r, y - k, x + r, y) +
    'h\n'
  );
}

/** A closed five-pointed star, one point up; its inner corners lie where the lines between the points cross. */
export function star(x: number, y: number, radius: number): string {
  const inner = radius * ((3 - Math.sqrt(5)) / 2);
  let path = '';
  for (let corner = 0; corner < 10; corner++) {
    const angle = Math.PI / 2 + (corner * Math.PI) / 5;
    const r = corner % 2 === 0 ? radius : inner;
    path += operation(corner === 0 ? 'm' : 'l', x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  return `${path}h\n`;
}
