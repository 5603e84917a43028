import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../../.cache/go-bin');
const PATH = join(FOLDER, 'cosigned-note');

const MODULE = `module cosigned-note

go 1.24.0

require (
	github.com/transparency-dev/formats v0.0.0-20251017110053-404c0d5b696c
	golang.org/x/mod v0.33.0
)
`;
/** Prints whose signatures of a note hold, of a log and a witness. */
const PROGRAM = `package main

import (
	"fmt"
	"io"
	"os"

	"github.com/transparency-dev/formats/note"
	sumdb "golang.org/x/mod/sumdb/note"
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func main() {
	log := must(note.NewVerifier(os.Args[1]))
	witness := must(note.NewVerifierForCosignatureV1(os.Args[2]))
	found := must(sumdb.Open(must(io.ReadAll(os.Stdin)), sumdb.VerifierList(log, witness)))
	for _, signature := range found.Sigs {
		fmt.Println(signature.Name)
	}
}
`;

const build = (): void => {
  const source = mkdtempSync(join(tmpdir(), 'keyledger-go-note-'));
  try {
    writeFileSync(join(source, 'go.mod'), MODULE);
    writeFileSync(join(source, 'main.go'), PROGRAM);
    mkdirSync(FOLDER, { recursive: true });
    execFileSync('go', ['build', '-o', PATH, '.'], {
      cwd: source,
      env: { ...process.env, GOFLAGS: '-mod=mod' },
      stdio: 'ignore',
      timeout: 120_000,
    });
  } finally {
    rmSync(source, { recursive: true });
  }
};

/**
 * Whose signatures of a note hold by the Go libraries of transparency-dev and of Go itself: nobody of ours wrote them. Undefined,
 * with a line, where Go is not there.
 */
export const goNote = (): ((note: string, log: string, witness: string) => readonly string[]) | undefined => {
  try {
    if (!existsSync(PATH)) build();
  } catch {
    process.stderr.write('keyledger: SKIPPED: what needs a note verifier written in Go; install Go.\n');
    return undefined;
  }
  return (note, log, witness) => {
    const { status, stdout, stderr } = spawnSync(PATH, [log, witness], {
      input: note,
      encoding: 'utf8',
      timeout: 5_000,
    });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim().split('\n');
  };
};
