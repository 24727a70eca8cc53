import { type TemplateKey, templateKeys } from '@bongsu/contract/alerts.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { notFound } from '#kernel/errors.ts'

const known = templateKeys.join(', ')

/** As an address names it: one that is not there is not found, like anything else at an address. */
export const templateName = z.string().max(50).describe(`One of ${known}`)

export function knownTemplate(name: string): TemplateKey {
  const key = templateKeys.find((one) => one === name)
  if (!key) throw notFound(text(`알림 문구 "${name}"(사용 가능: ${known})`, `The template "${name}" (known: ${known})`))
  return key
}
