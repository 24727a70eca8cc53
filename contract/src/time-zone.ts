import { z } from 'zod'
import { text } from './text.ts'

/** Whether the runtime knows the name. Offsets such as +09:00 are no zones: they do not follow daylight saving. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** An IANA time zone such as Asia/Seoul. */
export const timeZone = z
  .string()
  .min(1)
  .max(64)
  .refine(isTimeZone, {
    params: {
      text: text(
        'Asia/Seoul과 같은 IANA 시간대 이름을 입력하세요.',
        'Enter the name of an IANA time zone, such as Asia/Seoul.',
      ),
    },
  })
