import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen, within } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import { setLanguage } from '#lib/i18n.ts'
import { EvidenceView } from './evidence-view.tsx'

beforeEach(() => setLanguage('en'))

const draw = (evidence: Record<string, unknown>) =>
  render(
    <MantineProvider env="test">
      <EvidenceView evidence={evidence} />
    </MantineProvider>,
  )

const text = (ko: string, en: string) => ({ ko, en })

it('says how good each figure is in a word, not by colour alone', () => {
  draw({
    metrics: [
      { name: text('최대 콘텐츠', 'Largest paint'), value: 4200, unit: 'ms', level: 'bad' },
      { name: 'Score', value: 12.5, unit: 'percent', level: null },
    ],
  })
  const tile = screen.getByText('Largest paint').parentElement as HTMLElement
  expect(within(tile).getByText('Bad')).toBeTruthy()
  expect(tile.textContent).toContain('4.2 s')
  expect(screen.getByText('12.50 %')).toBeTruthy()
})

it('puts what should be mended first', () => {
  draw({
    headers: [
      { name: 'x-content-type-options', level: 'good', value: 'nosniff' },
      { name: 'content-security-policy', level: 'bad', value: null, reason: text('없습니다.', 'It is missing.') },
    ],
  })
  const [first] = screen.getAllByRole('listitem')
  expect(first?.textContent).toContain('content-security-policy')
  expect(first?.textContent).toContain('missing')
  expect(screen.getByText('It is missing.')).toBeTruthy()
})

it('shows steps as a film whose pictures can be enlarged, and where it broke', async () => {
  const step = { duration_ms: 40, description: null, target: null, error_message: null, screenshot: null }
  const { container } = draw({
    steps: [
      { ...step, action: 'goto', target: 'https://example.com/', passed: true, screenshot: 'step-1' },
      {
        ...step,
        action: 'click',
        target: '#pay',
        passed: false,
        error_message: text('단추가 없습니다.', 'No such button.'),
      },
      { ...step, action: 'wait', passed: false, skipped: true },
    ],
    artifacts: [
      { id: 7, type: 'screenshot', name: 'step-1', mime: 'image/webp', size: 900 },
      { id: 9, type: 'har', name: 'network.har', mime: 'application/json', size: 2048 },
    ],
  })
  expect(container.querySelector('img')?.getAttribute('src')).toBe('/api/v1/artifacts/7')
  expect(screen.getByText('No such button.')).toBeTruthy()
  expect(screen.getByText('Skipped')).toBeTruthy()
  expect(screen.getByRole('link', { name: /Network record/ }).getAttribute('href')).toBe('/api/v1/artifacts/9')
  fireEvent.click(screen.getByRole('button', { name: 'Enlarge the picture of goto' }))
  expect(await screen.findByRole('img', { name: 'Picture of goto' })).toBeTruthy()
})

it('draws a grade, requests on one time line, and a diff with its signs', () => {
  draw({
    grade: 'C',
    score: 61,
    requests: [
      { at_ms: 0, duration_ms: 80, url: 'https://example.com/', status: 200 },
      { at_ms: 90, duration_ms: null, url: 'https://example.com/lost.js', status: 404 },
    ],
    diff: '@@ 1 @@\n-old\n+new',
  })
  expect(screen.getByText('C')).toBeTruthy()
  expect(screen.getByText('61 of 100')).toBeTruthy()
  expect(screen.getByText('lost.js').textContent).toBe('404lost.js')
  expect(screen.getByText('-old').dataset.kind).toBe('removed')
  expect(screen.getByText('+new').dataset.kind).toBe('added')
})

it('never reads what a target said as HTML', () => {
  const { container } = draw({
    found: [{ name: '<img src=x onerror=alert(1)>', level: 'bad', value: '<script>1</script>' }],
    diff: '+<b>bold</b>',
  })
  expect(container.querySelector('img, script, b')).toBeNull()
})
