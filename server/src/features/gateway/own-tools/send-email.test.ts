import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { type MailBox, openMailBox } from '#test/mail-box.ts'

let app: TestApp
let box: MailBox
let token = ''

const send = async (method: 'POST' | 'PUT', url: string, payload: object) =>
  (
    await app.http.inject({
      method,
      url,
      payload,
      headers: { 'accept-language': 'en', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    })
  ).json()
const mail = async (fields: object) =>
  (
    await send('POST', '/api/v1/tools/send_email/call', {
      arguments: { recipient: 'lee@example.com', content: 'The shop is open again.', ...fields },
    })
  ).result

beforeAll(async () => {
  box = await openMailBox()
  app = await buildTestApp({ BONGSU_OUTBOUND_ALLOW: '127.0.0.1/32' })
  await app.start()
  const account = { email: 'admin@example.com', password: 'correct horse battery', name: 'Admin' }
  await send('POST', '/api/v1/auth/register', account)
  token = (await send('POST', '/api/v1/auth/login', { username: account.email, password: account.password }))
    .access_token
})
afterAll(async () => {
  await app.close()
  await box.close()
})

it('says that there is no mail server before there is one', async () => {
  expect(await mail({})).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/^No mail server/) }] })
})

it('sends through the mail server of the system settings, and says what that server refused', async () => {
  const smtp = { host: '127.0.0.1', port: box.port, secure: 'none', from: 'bongsu@example.com' }
  await send('PUT', '/api/v1/settings/smtp', { value: smtp })
  expect((await mail({ subject: 'Open' })).structuredContent).toEqual({ sent_to: 'lee@example.com', subject: 'Open' })
  expect(box.mails).toMatchObject([
    {
      from: 'bongsu@example.com',
      to: ['lee@example.com'],
      mail: { subject: 'Open' },
      raw: expect.not.stringContaining('text/html'),
    },
  ])
  expect(box.mails[0]?.mail.text?.trim()).toBe('The shop is open again.')
  box.refuse = () => Object.assign(new Error('no such mailbox'), { responseCode: 550 })
  expect(await mail({})).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('550') }] })
})
