import type { MonitorView, ProjectDetailView } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import { notFound } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import type { Context } from '#platform/operations/operation.ts'
import { maintenanceIn } from './change-maintenance.ts'
import type { Monitor } from './monitor.ts'
import { monitorEntriesOf, monitorEntry } from './monitor-list.ts'
import { monitorById } from './monitor-store.ts'
import type { Project } from './project.ts'
import { withMonitors } from './project-list.ts'
import { anyProject, projectById } from './project-store.ts'
import { mayReadContacts, monitorToView, projectToView } from './project-view.ts'
import { projectsKit } from './projects-kit.ts'

/** What several verbs of this room look up and answer with. */
export async function requireProject(db: Db, id: number): Promise<Project> {
  const project = await projectById(db, id)
  if (!project) throw notFound(text(`프로젝트 ${id}`, `The project ${id}`))
  return project
}

export async function requireMonitor(db: Db, id: number): Promise<Monitor> {
  const monitor = await monitorById(db, id)
  if (!monitor) throw notFound(text(`모니터 ${id}`, `The monitor ${id}`))
  return monitor
}

/** Edits of a project, its monitors and its maintenance read, decide and write: one after the other. */
export const takeProjectTurn = (tx: Tx, projectId: number): Promise<void> => takeTurn(tx, `project:${projectId}`)

/** As it is when its turn has come; nobody else edits it until the transaction ends. */
export async function projectToChange(tx: Tx, id: number): Promise<Project> {
  await takeProjectTurn(tx, id)
  return requireProject(tx, id)
}

export async function monitorToChange(tx: Tx, id: number): Promise<Monitor> {
  const { projectId } = await requireMonitor(tx, id)
  await takeProjectTurn(tx, projectId)
  return requireMonitor(tx, id)
}

/** The person behind an actor, for the record of who made something. */
export const personOf = (actor: Actor): number | null =>
  actor.kind === 'person' || actor.kind === 'token' ? actor.personId : null

/** By project. */
export async function ownerNames(ctx: Context, projects: readonly Project[]): Promise<ReadonlyMap<number, string>> {
  const ids = [...new Set(projects.flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId])))]
  const people = ids.length === 0 ? [] : await ctx.use(projectsKit).owners.byIds(ctx.db, ids)
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return new Map(
    projects.flatMap(({ id, ownerId }) => {
      const name = ownerId === null ? undefined : names.get(ownerId)
      return name === undefined ? [] : [[id, name] as const]
    }),
  )
}

export async function projectAnswer(ctx: Context, id: number): Promise<ProjectDetailView> {
  const project = await anyProject(ctx.db, id)
  if (!project) throw notFound(text(`프로젝트 ${id}`, `The project ${id}`))
  const [entry] = await withMonitors(ctx.db, [project])
  if (!entry) throw new Error('a project has exactly one entry')
  const maintenance = await maintenanceIn(ctx.db, id, ctx.clock.now())
  const monitors = await monitorEntriesOf(ctx.db, id)
  const viewing = {
    sealer: ctx.use(projectsKit).sealer,
    maintenance,
    showsContacts: mayReadContacts(ctx.actor),
    ownerName: (await ownerNames(ctx, [project])).get(id) ?? null,
  }
  return {
    ...projectToView(entry, viewing),
    monitors: monitors.map((monitor) => monitorToView(monitor, maintenance !== null, ctx.language)),
  }
}

export async function monitorAnswer(ctx: Context, id: number): Promise<MonitorView> {
  const entry = await monitorEntry(ctx.db, id)
  if (!entry) throw notFound(text(`모니터 ${id}`, `The monitor ${id}`))
  const maintenance = await maintenanceIn(ctx.db, entry.monitor.projectId, ctx.clock.now())
  return monitorToView(entry, maintenance !== null, ctx.language)
}
