/** A cell and a head of the grid: rows of `div`, because a table lays out by its content. The row has the keyboard. */
import type { ReactNode } from 'react'

type GridCellProps = { className?: string | undefined; title?: string | undefined; children: ReactNode }

export function GridCell({ className, title, children }: GridCellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see above
    <div role="gridcell" className={className} title={title}>
      {children}
    </div>
  )
}

type GridHeadProps = { className?: string | undefined; isSorted?: boolean; children: ReactNode }

export function GridHead({ className, isSorted = false, children }: GridHeadProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see above
    <span role="columnheader" className={className} aria-sort={isSorted ? 'descending' : undefined}>
      {children}
    </span>
  )
}
