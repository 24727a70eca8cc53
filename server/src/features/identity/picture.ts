import { text } from '@bongsu/contract/text.ts'
import { type Failure, invalidField } from '#kernel/errors.ts'

const maxBytes = 256 * 1024

/** How each allowed format begins. What a file calls itself counts for nothing. */
const formats: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  png: (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  jpeg: (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  webp: (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
}

/** Throws at the field unless it is a web address or one of our picture formats, within its size. */
export function requirePicture(picture: string): void {
  if (!picture.startsWith('data:')) {
    requireWebAddress(picture)
    return
  }
  const [, format, body] = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/.exec(picture) ?? []
  if (!format || !body) throw refused()
  const bytes = Buffer.from(body, 'base64')
  if (bytes.length > maxBytes)
    throw invalidField('picture', text('사진은 256 KB 이하여야 합니다.', 'A picture has at most 256 KB.'))
  if (!formats[format]?.(bytes)) throw refused()
}

function requireWebAddress(address: string): void {
  const isFine = address.length <= 2000 && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
  if (!isFine) throw refused()
}

const refused = (): Failure =>
  invalidField(
    'picture',
    text(
      '사진은 PNG, JPEG, WebP 파일이거나 http(s) 주소여야 합니다.',
      'A picture is a PNG, JPEG or WebP file, or an http(s) address.',
    ),
  )
