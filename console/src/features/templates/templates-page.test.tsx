import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { OutputOf } from '#lib/api.ts'
import { renderPage } from '../../../test/render-page.tsx'
import TemplatesPage from './templates-page.tsx'

const words = (subject: string) => ({ subject, body: '{{message}}', is_changed: false, updated_at: null })
const template: OutputOf<'list-alert-templates'>['items'][number] = {
  key: 'status_error',
  title: '장애 알림',
  events: ['down'],
  texts: { ko: words('[봉수] 장애'), en: words('[Bongsu] Down') },
}
const operations = {
  'list-alert-templates': () => ({
    items: [template],
    fields: [{ name: 'message', meaning: '점검이 남긴 설명', example: 'HTTP 503' }],
  }),
  'preview-alert-template': ({ subject = '' }: { subject?: string }) => ({
    subject,
    body: 'HTTP 503',
    html: '<p onclick="alert(1)">HTTP 503</p>',
    sample: 'made_up' as const,
  }),
  'update-alert-template': () => template,
}
const at = { at: '/templates/status_error', route: '/templates/$key' }

it('shows what the words become, in a frame that can run nothing', async () => {
  renderPage(TemplatesPage, { ...at, operations })
  const frame = (await screen.findByTitle('메일 미리보기')) as HTMLIFrameElement
  expect(frame.getAttribute('sandbox')).toBe('')
  expect(frame.srcdoc).toContain('HTTP 503')
})

it('saves the words of one language', async () => {
  const { server } = renderPage(TemplatesPage, { ...at, at: '/templates/status_error?language=en', operations })
  const subject = (await screen.findByRole('textbox', { name: '제목' })) as HTMLInputElement
  expect(subject.value).toBe('[Bongsu] Down')
  fireEvent.change(subject, { target: { value: 'Down: {{message}}' } })
  fireEvent.click(await screen.findByRole('button', { name: '저장' }))
  await waitFor(() =>
    expect(server.of('update-alert-template')).toEqual([
      { key: 'status_error', language: 'en', subject: 'Down: {{message}}', body: '{{message}}' },
    ]),
  )
})

it('puts a field where the cursor is', async () => {
  renderPage(TemplatesPage, { ...at, operations })
  const subject = (await screen.findByRole('textbox', { name: '제목' })) as HTMLInputElement
  fireEvent.focus(subject)
  subject.setSelectionRange(0, 0)
  fireEvent.click(screen.getByRole('button', { name: /점검이 남긴 설명/ }))
  expect(subject.value).toBe('{{message}}[봉수] 장애')
})

it('asks before the other language takes what was typed away', async () => {
  const { router } = renderPage(TemplatesPage, { ...at, operations })
  fireEvent.change(await screen.findByRole('textbox', { name: '제목' }), { target: { value: '[봉수] 멈춤' } })
  fireEvent.click(screen.getByRole('radio', { name: 'English' }))
  expect(await screen.findByRole('dialog', { name: '저장하지 않은 변경 사항이 있습니다' })).toBeTruthy()
  expect(router.state.location.search).toEqual({})
})
