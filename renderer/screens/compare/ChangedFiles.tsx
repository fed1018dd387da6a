/** The files that differ between two code versions, each with how many lines; one of them is shown side by side. */
import { useMemo, useState } from 'react'
import { countDiff } from '../../../shared/format/lineDiff.ts'
import { useText } from '../../i18n/text.ts'
import type { Comparison } from '../../stores/comparison.ts'
import { classes, DiffView } from '../../ui/index.ts'
import css from './ChangedFiles.module.css'
import { languageOfPath } from './languageOfPath.ts'
import { useSideLabels } from './sideLabels.ts'

type ChangedFile = NonNullable<Comparison['files']>[number]

/** Its text is known where there is a file at all. */
const isReadable = ({ change, left, right }: ChangedFile) =>
  (change === 'added' || left !== null) && (change === 'removed' || right !== null)

export function ChangedFiles({ files, comparison }: { files: readonly ChangedFile[]; comparison: Comparison }) {
  const t = useText()
  const labels = useSideLabels(comparison)
  const [chosenPath, setChosenPath] = useState<string | null>(null)
  const chosen = files.find(({ path }) => path === chosenPath) ?? files.find(isReadable) ?? files[0]
  if (chosen === undefined) return <p className={css.note}>{t('compare.nothingKept')}</p>
  return (
    <>
      <ul className={css.list} aria-label={t('compare.part.code')}>
        {files.map((file) => (
          <li key={file.path}>
            <button
              type="button"
              className={classes(css.file, file === chosen && css.chosen)}
              aria-pressed={file === chosen}
              onClick={() => setChosenPath(file.path)}
            >
              <span className={css.path}>{file.path}</span>
              <span className={css.change}>{t(`compare.change.${file.change}`)}</span>
              <LineCount file={file} />
            </button>
          </li>
        ))}
      </ul>
      {isReadable(chosen) ? (
        <DiffView
          key={chosen.path}
          left={chosen.left ?? ''}
          right={chosen.right ?? ''}
          language={languageOfPath(chosen.path)}
          {...labels}
        />
      ) : (
        <p className={css.note}>{t('compare.notKept')}</p>
      )}
    </>
  )
}

function LineCount({ file }: { file: ChangedFile }) {
  const t = useText()
  const { left, right } = file
  const count = useMemo(() => countDiff(left ?? '', right ?? ''), [left, right])
  if (!isReadable(file)) return null
  const { leftCount, rightCount } = count
  return (
    <span className={css.counts}>
      <span aria-hidden="true" className={css.left}>{`−${leftCount}`}</span>
      <span aria-hidden="true" className={css.right}>{`+${rightCount}`}</span>
      <span className={css.unseen}>{t('compare.lineCounts', { leftCount, rightCount })}</span>
    </span>
  )
}
