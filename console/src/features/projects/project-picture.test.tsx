import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { sampleProject } from '../../../test/watch-samples.ts'
import { PictureCard } from './overview/picture-card.tsx'
import { ProjectPicture } from './project-picture.tsx'

it('a card shows the picture of its project, and keeps its place where there is none', async () => {
  const { container } = renderPage(() => <ProjectPicture projectId={7} />)
  const picture = await waitFor(() => container.querySelector('img') ?? Promise.reject(new Error('not yet')))
  expect(picture.getAttribute('src')).toBe('/api/v1/projects/7/thumbnail')
  fireEvent.error(picture)
  expect(container.querySelector('img')).toBeNull()
  expect(container.querySelector('svg')).not.toBeNull()
})

const project = sampleProject({ id: 7, title: '결제' })

it('a new picture is asked for and then shown', async () => {
  const { server } = renderPage(() => <PictureCard project={project as never} />, {
    operations: {
      'take-project-screenshot': () => ({
        project_id: 7,
        taken_at: '2026-03-01T00:00:00.000Z',
        is_cached: false,
        screenshot_url: '/api/v1/projects/7/screenshot',
        thumbnail_url: '/api/v1/projects/7/thumbnail',
      }),
    },
  })
  fireEvent.error(await screen.findByRole('img', { name: '결제 화면' }))
  expect(screen.getByText('찍어 둔 화면이 없습니다.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '지금 찍기' }))
  const shown = await screen.findByRole('img', { name: '결제 화면' })
  expect(shown.getAttribute('src')).toBe('/api/v1/projects/7/thumbnail?at=2026-03-01T00:00:00.000Z')
  expect(server.of('take-project-screenshot')).toEqual([{ id: 7, force: true }])
})

it('who only reads cannot make the server take one', async () => {
  renderPage(() => <PictureCard project={project as never} />, { me: somebody('viewer') })
  await screen.findByRole('img', { name: '결제 화면' })
  expect(screen.queryByRole('button', { name: '지금 찍기' })).toBeNull()
})
