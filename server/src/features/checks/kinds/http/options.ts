import { z } from 'zod'
import { answerFields } from '../shared/answer-fields.ts'
import {
  authField,
  bodyField,
  clientCertificateField,
  connectionFields,
  contentTypeField,
  expectedStatusField,
  headersField,
  methodField,
  slowFromField,
  urlField,
} from '../shared/request-fields.ts'

export const httpOptions = z.strictObject({
  url: urlField,
  method: methodField,
  headers: headersField,
  body: bodyField,
  content_type: contentTypeField,
  auth: authField,
  client_certificate: clientCertificateField,
  expected_status: expectedStatusField,
  ...answerFields,
  degraded_ms: slowFromField,
  ...connectionFields,
})

export type HttpOptions = z.output<typeof httpOptions>
