/** Loaded with the first screenshot: it brings a library of images along. */
async function loadSharp() {
  const { default: sharp } = await import('sharp')
  // A screenshot now and then must not take the cores from the checks.
  sharp.concurrency(1)
  return sharp
}

/** Longer pages are cut: a page may be endless. */
const tallest = 8_000

/** A screenshot drawn anew as WebP: small, and nothing but pixels is left of what the page made. */
export async function asWebp(picture: Uint8Array, width?: number): Promise<Buffer> {
  const sharp = await loadSharp()
  return sharp(picture, { limitInputPixels: 3840 * tallest })
    .resize(width === undefined ? undefined : { width, withoutEnlargement: true })
    .webp({ quality: 80, effort: 2 })
    .toBuffer()
}
