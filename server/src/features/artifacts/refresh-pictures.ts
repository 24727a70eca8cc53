import { text } from '@bongsu/contract/text.ts'
import type { Projects } from '#features/projects/index.ts'
import { type Clock, day, hour, minute } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import type { Browsers } from '#platform/browser/index.ts'
import type { Database } from '#platform/db/contract.ts'
import { picturesTried } from './picture-store.ts'
import type { ProjectPictures } from './project-pictures.ts'

export interface RefreshParts {
  readonly database: Database
  readonly clock: Clock
  readonly projects: Pick<Projects, 'activeMonitors' | 'projects'>
  readonly browsers: Browsers
  readonly pictures: ProjectPictures
  readonly isWanted: () => boolean
}

/** Slow enough not to stand in the way of browser checks, fast enough for some thousand projects a day. */
const mostAtOnce = 20

/** A picture of every watched project once a day, so that the list of projects never has to wait for one. */
export const refreshPictures = (parts: RefreshParts): Job => ({
  name: 'refresh-project-pictures',
  title: text('프로젝트 화면 새로 찍기', 'Taking new pictures of projects'),
  when: { everyMs: 5 * minute },
  async run(signal) {
    const { database, browsers, pictures, projects } = parts
    if (!parts.isWanted() || browsers.problem()) return { taken: 0, failed: 0 }
    let [taken, failed] = [0, 0]
    const due = (await dueProjects(parts)).slice(0, mostAtOnce)
    for (const project of (await projects.projects(database, due)).values()) {
      if (signal.aborted) break
      await pictures.take(project, signal).then(
        () => taken++,
        () => failed++,
      )
    }
    return { taken, failed }
  },
})

async function dueProjects({ database, clock, projects }: RefreshParts): Promise<number[]> {
  const now = clock.now()
  const tried = await picturesTried(database)
  const ids = new Set((await projects.activeMonitors(database)).map(({ projectId }) => projectId))
  const triedAt = (id: number) => tried.get(id)?.triedAt ?? 0
  const isDue = (id: number) => {
    const last = tried.get(id)
    return !last || last.triedAt <= now - (last.hasWorked ? day : hour)
  }
  return [...ids].filter(isDue).sort((a, b) => triedAt(a) - triedAt(b))
}
