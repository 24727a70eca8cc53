import { isDeepStrictEqual } from 'node:util'
import { monitorLimits } from '@bongsu/contract/projects.ts'
import { hasOwnRhythm, usualInterval, usualThreshold } from '@bongsu/contract/rhythm.ts'
import { type Language, text } from '@bongsu/contract/text.ts'
import { invalidField } from '#kernel/errors.ts'
import type { Tx } from '#platform/db/contract.ts'
import { addMonitor, changeMonitor } from './add-monitor.ts'
import type { Monitor } from './monitor.ts'
import { type KindProject, type MonitorKind, reachesTheSame } from './monitor-kinds.ts'
import { readOptions } from './monitor-options.ts'
import { type MonitorChanges, type MonitorDraft, monitorsOf, setMonitorDeleted } from './monitor-store.ts'
import { monitorChanged } from './project-events.ts'
import type { ProjectInput } from './project-input.ts'
import type { ProjectsKit } from './projects-kit.ts'
import { openOptions } from './secret-options.ts'

/** What of a project its default monitors are made from. Headers are in clear. */
export interface MonitorTemplate extends KindProject {
  readonly checkInterval: number
  readonly timeLimit: number | null
}

/** The settings a project's form may carry for its default monitors. */
export type TemplateSettings = Pick<
  ProjectInput,
  'timeout' | 'retry_count' | 'alert_threshold' | 'recovery_threshold' | 'is_alert_enabled'
>

export interface DefaultMonitorWork {
  readonly tx: Tx
  readonly kit: ProjectsKit
  readonly projectId: number
  readonly language: Language
  readonly at: number
}

/** A monitor of every kind that can be made from the project: `http`, for https also `tls` and `domain`. */
export async function addDefaultMonitors(
  work: DefaultMonitorWork,
  template: MonitorTemplate,
  settings: TemplateSettings,
): Promise<void> {
  for (const name of work.kit.kinds.names) await addDefaultMonitor(work, name, template, settings)
}

async function addDefaultMonitor(
  { tx, kit, projectId, language, at }: DefaultMonitorWork,
  name: string,
  template: MonitorTemplate,
  settings: TemplateSettings,
): Promise<void> {
  const kind = kit.kinds.kindOf(name)
  const options = kind?.fromProject?.(template)
  if (!kind || !options) return
  const draft: MonitorDraft = {
    projectId,
    kind: name,
    name: kind.label[language],
    options: readOptions(kind, options, language),
    ...rhythmOf(kind, template),
    timeout: settings.timeout ?? kind.defaults.timeout,
    retryCount: settings.retry_count ?? monitorLimits.retryCount.default,
    alertThreshold: settings.alert_threshold ?? usualThreshold(kind.defaults, kind.isSignalled),
    recoveryThreshold: settings.recovery_threshold ?? monitorLimits.recoveryThreshold.default,
    isAlertEnabled: settings.is_alert_enabled ?? true,
    isPaused: false,
    isDefault: true,
  }
  await addMonitor(tx, kit, draft, at)
}

const rhythmOf = (kind: MonitorKind, template: MonitorTemplate): { checkInterval: number; timeLimit: number | null } =>
  hasOwnRhythm(kind.defaults)
    ? { checkInterval: kind.defaults.check_interval, timeLimit: null }
    : { checkInterval: template.checkInterval, timeLimit: template.timeLimit }

/**
 * An edit of the project reaches its default monitors like a merge: what the edit changes is changed in a monitor too,
 * unless somebody gave the monitor a value of its own there. A kind that no longer fits (the site left https) goes, one
 * that now fits comes.
 */
export async function followProject(
  work: DefaultMonitorWork,
  before: MonitorTemplate,
  after: MonitorTemplate,
  settings: TemplateSettings,
): Promise<void> {
  const { tx, kit, at } = work
  const defaults = (await monitorsOf(tx, work.projectId)).filter((monitor) => monitor.isDefault)
  for (const monitor of defaults) {
    const kind = kit.kinds.kindOf(monitor.kind)
    if (!kind?.fromProject?.(before)) continue
    if (!kind.fromProject(after)) {
      await setMonitorDeleted(tx, monitor.id, at)
      await tx.emit(monitorChanged, { monitorId: monitor.id, projectId: monitor.projectId, change: 'deleted' })
      continue
    }
    const changes = { ...mergedChanges(work, kind, monitor, before, after), ...settingChanges(settings) }
    if (Object.keys(changes).length > 0) await changeMonitor(tx, kit, monitor, changes, at)
  }
  for (const name of kit.kinds.names) {
    const kind = kit.kinds.kindOf(name)
    if (kind?.fromProject?.(before)) continue
    if (!defaults.some((monitor) => monitor.kind === name)) await addDefaultMonitor(work, name, after, settings)
  }
}

function mergedChanges(
  { kit, language }: DefaultMonitorWork,
  kind: MonitorKind,
  monitor: Monitor,
  before: MonitorTemplate,
  after: MonitorTemplate,
): MonitorChanges {
  const changes: { -readonly [Name in keyof MonitorChanges]: MonitorChanges[Name] } = {}
  const [rhythmBefore, rhythmAfter] = [rhythmOf(kind, before), rhythmOf(kind, after)]
  if (rhythmBefore.checkInterval !== rhythmAfter.checkInterval && monitor.checkInterval === rhythmBefore.checkInterval)
    changes.checkInterval = rhythmAfter.checkInterval
  if (rhythmBefore.timeLimit !== rhythmAfter.timeLimit && monitor.timeLimit === rhythmBefore.timeLimit)
    changes.timeLimit = rhythmAfter.timeLimit

  const optionsBefore = readOptions(kind, kind.fromProject?.(before) ?? {}, language)
  const optionsAfter = readOptions(kind, kind.fromProject?.(after) ?? {}, language)
  const own = openOptions(monitor.options, kind.secrets, kit.sealer, monitor.id)
  const merged = mergedOptions(own, optionsBefore, optionsAfter)
  if (isDeepStrictEqual(merged, own)) return changes
  if (!reachesTheSame(kind, merged, own)) requireNoSecretsOfItsOwn(kind, monitor, merged, optionsAfter)
  changes.options = readOptions(kind, merged, language)
  return changes
}

/**
 * A kind that looks in every so many cycles goes along with its project's interval, also where somebody added the
 * monitor, unless it was given an interval of its own.
 */
export async function followCycles(
  { tx, kit, projectId, at }: DefaultMonitorWork,
  before: MonitorTemplate,
  after: MonitorTemplate,
): Promise<void> {
  if (before.checkInterval === after.checkInterval) return
  for (const monitor of await monitorsOf(tx, projectId)) {
    const defaults = kit.kinds.kindOf(monitor.kind)?.defaults
    if (defaults?.cycles === undefined) continue
    if (monitor.checkInterval !== usualInterval(defaults, before.checkInterval)) continue
    await changeMonitor(tx, kit, monitor, { checkInterval: usualInterval(defaults, after.checkInterval) }, at)
  }
}

type Options = Record<string, unknown>

function mergedOptions(own: Options, before: Options, after: Options): Options {
  const merged = { ...own }
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (isDeepStrictEqual(before[name], after[name]) || !isDeepStrictEqual(own[name], before[name])) continue
    if (after[name] === undefined) delete merged[name]
    else merged[name] = after[name]
  }
  return merged
}

/** A secret that somebody gave the monitor itself must not follow the project to another host unasked. */
function requireNoSecretsOfItsOwn(kind: MonitorKind, monitor: Monitor, merged: Options, fromProject: Options): void {
  const first = (path: string): string => path.split(/[.[]/)[0] ?? path
  const own = kind.secrets.some((path) => {
    const field = first(path)
    return merged[field] !== undefined && !isDeepStrictEqual(merged[field], fromProject[field])
  })
  if (!own) return
  throw invalidField(
    'url',
    text(
      `모니터 "${monitor.name}"에 이전 호스트용 비밀 값이 있습니다. 먼저 그 모니터의 비밀 값을 지우거나 모니터를 따로 수정하세요.`,
      `The monitor "${monitor.name}" holds secrets meant for the old host. Take them away first, or edit that monitor itself.`,
    ),
  )
}

function settingChanges(settings: TemplateSettings): MonitorChanges {
  const changes: { -readonly [Name in keyof MonitorChanges]: MonitorChanges[Name] } = {}
  if (settings.timeout) changes.timeout = settings.timeout
  if (settings.retry_count) changes.retryCount = settings.retry_count
  if (settings.alert_threshold) changes.alertThreshold = settings.alert_threshold
  if (settings.recovery_threshold) changes.recoveryThreshold = settings.recovery_threshold
  if (typeof settings.is_alert_enabled === 'boolean') changes.isAlertEnabled = settings.is_alert_enabled
  return changes
}
