import { describe, expect, it } from 'vitest'
import { isFailure } from '#kernel/errors.ts'
import { requirePicture } from './picture.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex')
const webp = Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('WEBPVP8 ')])
const dataUrl = (format: string, bytes: Buffer) => `data:image/${format};base64,${bytes.toString('base64')}`

const isRefused = (picture: string): boolean => {
  try {
    requirePicture(picture)
    return false
  } catch (error) {
    if (!isFailure(error, 'validation')) throw error
    return true
  }
}

describe('a picture', () => {
  it('is a PNG, a JPEG, a WebP or a web address', () => {
    for (const picture of [
      dataUrl('png', png),
      dataUrl('jpeg', jpeg),
      dataUrl('webp', webp),
      'https://example.com/me.png',
    ])
      expect(isRefused(picture), picture).toBe(false)
  })

  it('is not what only calls itself one', () => {
    const svg = Buffer.from('<svg onload="alert(1)"/>')
    for (const picture of [
      dataUrl('svg+xml', svg),
      dataUrl('png', svg),
      dataUrl('png', jpeg),
      'data:text/html;base64,AAAA',
      'data:image/png;base64,not base64!',
      'data:image/png,AAAA',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'me.png',
      '',
    ])
      expect(isRefused(picture), picture).toBe(true)
  })

  it('has at most 256 KB', () => {
    const ofSize = (bytes: number) => dataUrl('png', Buffer.concat([png, Buffer.alloc(bytes - png.length)]))
    expect(isRefused(ofSize(256 * 1024))).toBe(false)
    expect(isRefused(ofSize(256 * 1024 + 1))).toBe(true)
  })
})
