/** A QR code as one SVG path of strokes: small, black on white, with the quiet zone left to its box. */

export interface QrCode {
  readonly size: number;
  readonly path: string;
}

/** The encoder is loaded for the first code: many gateways never show one. */
export async function qrCode(text: string): Promise<QrCode> {
  const { create } = await import('qrcode');
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
