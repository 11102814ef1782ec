export interface QrModules {
  size: number;
  /** 1 for a dark module, row by row. */
  dark: Uint8Array;
}

/** Which modules of the QR code of a text are dark. The encoder is only loaded when somebody needs one. */
export async function qrModules(text: string): Promise<QrModules> {
  const { create } = await import('qrcode');
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  return { size, dark: Uint8Array.from(data, (value) => (value ? 1 : 0)) };
}
