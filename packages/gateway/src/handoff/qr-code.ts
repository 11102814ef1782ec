/** A QR code as one SVG path of strokes: small, black on white, with the quiet zone left to its box. */
import { create } from 'qrcode';

export interface QrCode {
  readonly size: number;
  readonly path: string;
}

export function qrCode(text: string): QrCode {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  let path = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0, end = 0; column < size; column = end + 1) {
      end = column;
      while (end < size && data[row * size + end]) end++;
      if (end > column) path += `M${column} ${row + 0.5}h${end - column}`;
    }
  }
  return { size, path };
}
