import { text } from '@bongsu/contract/text.ts'
import { type Clock, day } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import type { Database, Tx } from '#platform/db/contract.ts'
import { purgeAfterDays } from './project.ts'
import { takeProjectTurn } from './project-answers.ts'
import { monitorChanged, projectChanged } from './project-events.ts'

/** What was deleted and never restored goes for good, one project or monitor a transaction. */
export const purgeProjects = ({ database, clock }: { database: Database; clock: Clock }): Job => ({
  name: 'purge-deleted-projects',
  title: text('삭제된 프로젝트와 모니터 정리', 'Purge deleted projects and monitors'),
  when: { cron: '20 3 * * *' },
  async run(signal) {
    const before = clock.now() - purgeAfterDays * day
    const projects = await database.all<{ id: number }>(
      'select id from project where is_active = 0 and deleted_at < ? order by id',
      [before],
    )
    let purged = 0
    for (const { id } of projects) {
      if (signal.aborted) break
      if (await database.transaction((tx) => purgeProject(tx, id, before))) purged++
    }
    const monitors = await database.all<{ id: number; project_id: number }>(
      'select id, project_id from monitor where deleted_at < ? order by id',
      [before],
    )
    let monitorsPurged = 0
    for (const { id, project_id } of monitors) {
      if (signal.aborted) break
      if (await database.transaction((tx) => purgeDeletedMonitor(tx, id, project_id, before))) monitorsPurged++
    }
    return { projects: purged, monitors: monitorsPurged }
  },
})

/** False when somebody restored it meanwhile. */
async function purgeProject(tx: Tx, projectId: number, before: number): Promise<boolean> {
  await takeProjectTurn(tx, projectId)
  const still = await tx.all('select 1 from project where id = ? and is_active = 0 and deleted_at < ?', [
    projectId,
    before,
  ])
  if (still.length === 0) return false
  const monitors = await tx.all<{ id: number }>('select id from monitor where project_id = ?', [projectId])
  for (const { id } of monitors) await purgeMonitor(tx, id, projectId)
  for (const table of ['maintenance', 'project_tag'])
    await tx.run(`delete from ${table} where project_id = ?`, [projectId])
  await tx.run('delete from project where id = ?', [projectId])
  await tx.emit(projectChanged, { projectId, change: 'purged' })
  return true
}

async function purgeDeletedMonitor(tx: Tx, id: number, projectId: number, before: number): Promise<boolean> {
  await takeProjectTurn(tx, projectId)
  const still = await tx.all('select 1 from monitor where id = ? and deleted_at < ?', [id, before])
  if (still.length === 0) return false
  await purgeMonitor(tx, id, projectId)
  return true
}

async function purgeMonitor(tx: Tx, monitorId: number, projectId: number): Promise<void> {
  await tx.run('delete from monitor_state where monitor_id = ?', [monitorId])
  await tx.run('delete from monitor where id = ?', [monitorId])
  await tx.emit(monitorChanged, { monitorId, projectId, change: 'purged' })
}
