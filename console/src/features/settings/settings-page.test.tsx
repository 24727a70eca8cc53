import { fireEvent, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage } from '../../../test/render-page.tsx'
import type { Setting } from './setting-values.ts'
import SettingsPage from './settings-page.tsx'

const words = (word: string) => ({ ko: word, en: word })
const smtp: Setting = {
  key: 'smtp',
  group: 'messages',
  title: words('메일 서버'),
  help: words('메일을 보낼 서버입니다.'),
  schema: {
    type: 'object',
    required: ['host', 'port', 'password', 'public_url'],
    properties: {
      host: { type: 'string', label: words('서버') },
      port: { type: 'integer', label: words('포트') },
      password: { anyOf: [{ type: 'string' }, { type: 'null' }], secret: true, label: words('비밀번호') },
      public_url: { type: 'string', label: words('공개 주소') },
    },
  },
  value: { host: 'mail.example.com', port: 587, public_url: 'https://x.example.com' },
  default: { host: '', port: 587, public_url: '' },
  has_secret: { password: true },
  unreadable: [],
  pinned: ['public_url'],
  is_default: false,
  can_test: true,
  updated_at: '2026-03-01T00:00:00.000Z',
  updated_by: '김봉수',
}
const retention: Setting = {
  ...smtp,
  key: 'retention',
  group: 'monitoring',
  title: words('보관 기간'),
  schema: { type: 'object', properties: {} },
  has_secret: {},
  pinned: [],
  can_test: false,
}
const operations = { 'list-settings': () => ({ items: [smtp, retention] }) }
const page = { at: '/settings/smtp', route: '/settings/$key', operations }

it('lists settings in groups, in the order they are read', async () => {
  renderPage(SettingsPage, page)
  const links = await screen.findAllByRole('link')
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['/settings/retention', '/settings/smtp'])
})

it('saves every field as it is on screen, and neither the stored secret nor what the environment decides', async () => {
  const { server } = renderPage(SettingsPage, {
    ...page,
    operations: {
      ...operations,
      'update-setting': () => ({ ...smtp, value: { ...smtp.value, host: 'new.example.com' } }),
    },
  })
  fireEvent.change(await screen.findByLabelText(/^서버/), { target: { value: 'new.example.com' } })
  fireEvent.click(screen.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('"메일 서버" 설정을 저장했습니다.')).toBeTruthy()
  expect(server.of('update-setting')).toEqual([{ key: 'smtp', value: { host: 'new.example.com', port: 587 } }])
})

it('shows what the environment decides as fixed, with the reason', async () => {
  renderPage(SettingsPage, page)
  expect(((await screen.findByLabelText(/^공개 주소/)) as HTMLInputElement).disabled).toBe(true)
  expect(screen.getByText(/환경 변수로 정해진 값/)).toBeTruthy()
  expect((screen.getByLabelText(/^서버/) as HTMLInputElement).disabled).toBe(false)
})

it('tries what is on screen before it is saved, and shows every step', async () => {
  const { server } = renderPage(SettingsPage, {
    ...page,
    operations: {
      ...operations,
      'test-setting': () => ({
        ok: false,
        message: '메일을 거부했습니다.',
        steps: [
          { ok: true, message: '연결했습니다.' },
          { ok: false, message: '메일을 거부했습니다.' },
        ],
      }),
    },
  })
  fireEvent.change(await screen.findByLabelText(/^서버/), { target: { value: 'other.example.com' } })
  fireEvent.click(screen.getByRole('button', { name: '나에게 보내 보기' }))
  expect(await screen.findByText('메일을 거부했습니다.')).toBeTruthy()
  expect(screen.getByText('연결했습니다.')).toBeTruthy()
  expect(server.of('test-setting')).toEqual([
    { key: 'smtp', send: true, value: { host: 'other.example.com', port: 587 } },
  ])
})

it('shows a refusal at its field', async () => {
  renderPage(SettingsPage, {
    ...page,
    operations: {
      ...operations,
      'update-setting': () => {
        throw new Refusal(400, 'validation', 'x', [{ path: 'value.port', message: '65535 이하여야 합니다.' }])
      },
    },
  })
  fireEvent.change(await screen.findByLabelText(/^포트/), { target: { value: '99999' } })
  fireEvent.click(screen.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('65535 이하여야 합니다.')).toBeTruthy()
})

it('asks before a reset that would lose a secret for good', async () => {
  const { server } = renderPage(SettingsPage, {
    ...page,
    operations: {
      ...operations,
      'reset-setting': () => ({ ...smtp, is_default: true, has_secret: { password: false } }),
    },
  })
  const [open] = await screen.findAllByRole('button', { name: '기본값으로 되돌리기' })
  fireEvent.click(open!)
  expect(await screen.findByText('기본값으로 되돌릴까요?')).toBeTruthy()
  expect(server.of('reset-setting')).toEqual([])
  fireEvent.click(screen.getAllByRole('button', { name: '기본값으로 되돌리기' }).at(-1)!)
  expect(await screen.findByText('"메일 서버" 설정을 기본값으로 되돌렸습니다.')).toBeTruthy()
})
