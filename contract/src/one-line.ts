import { z } from 'zod'
import { text } from './text.ts'

const words = {
  params: {
    text: text('줄바꿈이나 제어 문자는 쓸 수 없습니다.', 'Line breaks and control characters are not allowed.'),
  },
}

/** A name or title: it ends up in subjects, headers and lists, where a line break would be more than a word. */
export const oneLine = ({ min = 0, max }: { min?: number; max: number }) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((value) => !/\p{Cc}/u.test(value), words)
