/** The fingerprint of a canonical form: CRC-64-AVRO of its UTF-8, in hexadecimal, unsigned and without leading zeros. */
export function rabin(text: string): string {
  table ??= crcTable();
  let [high, low] = [polynomialHigh, polynomialLow];
  for (const byte of new TextEncoder().encode(text)) {
    const entry = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (table.low[entry] ?? 0);
    high = (high >>> 8) ^ (table.high[entry] ?? 0);
  }
  return ((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)).toString(16);
}

// The polynomial, which is also the start, in two halves: BigInt is some thirty times slower.
const [polynomialHigh, polynomialLow] = [0xc15d213a, 0xa4d7a795];
let table: { readonly high: Uint32Array; readonly low: Uint32Array } | undefined;

function crcTable(): NonNullable<typeof table> {
  const [highs, lows] = [new Uint32Array(256), new Uint32Array(256)];
  for (let byte = 0; byte < 256; byte += 1) {
    let [high, low] = [0, byte];
    for (let bit = 0; bit < 8; bit += 1) {
      const odd = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (odd) [high, low] = [high ^ polynomialHigh, low ^ polynomialLow];
    }
    highs[byte] = high;
    lows[byte] = low;
  }
  return { high: highs, low: lows };
}
