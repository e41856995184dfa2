// A second opinion on the tree: roots, proofs and tiles as golang.org/x/mod/sumdb/tlog makes them, for every size up to
// the one given, over leaves "leaf 0", "leaf 1" …; and a checkpoint of ours as golang.org/x/mod/sumdb/note reads it.
//
//	second_opinion tree SIZE          one line a size: root, digest of all inclusion proofs, of all consistency proofs
//	second_opinion tiles SIZE         one line a hash tile of that size: level, place, width, digest
//	second_opinion note VKEY < NOTE   the text that the key signed
package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"strconv"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for at, index := range indexes {
		found[at] = s[index]
	}
	return found, nil
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func grown(size int64) stored {
	var all stored
	for n := int64(0); n < size; n++ {
		more, err := tlog.StoredHashes(n, []byte(fmt.Sprintf("leaf %d", n)), all)
		must(err)
		all = append(all, more...)
	}
	return all
}

func tree(size int64) {
	all := grown(size)
	for n := int64(1); n <= size; n++ {
		root, err := tlog.TreeHash(n, all)
		must(err)
		inclusion, consistency := sha256.New(), sha256.New()
		for i := int64(0); i < n; i++ {
			proof, err := tlog.ProveRecord(n, i, all)
			must(err)
			for _, hash := range proof {
				inclusion.Write(hash[:])
			}
		}
		for old := int64(1); old <= n; old++ {
			proof, err := tlog.ProveTree(n, old, all)
			must(err)
			for _, hash := range proof {
				consistency.Write(hash[:])
			}
		}
		fmt.Printf("%d %x %x %x\n", n, root[:], inclusion.Sum(nil), consistency.Sum(nil))
	}
}

func tiles(size int64) {
	all := grown(size)
	for _, tile := range tlog.NewTiles(8, 0, size) {
		data, err := tlog.ReadTileData(tile, all)
		must(err)
		fmt.Printf("%d %d %d %x\n", tile.L, tile.N, tile.W, sha256.Sum256(data))
	}
}

func opened(vkey string) {
	verifier, err := note.NewVerifier(vkey)
	must(err)
	data, err := io.ReadAll(os.Stdin)
	must(err)
	read, err := note.Open(data, note.VerifierList(verifier))
	must(err)
	fmt.Print(read.Text)
}

func main() {
	if os.Args[1] == "note" {
		opened(os.Args[2])
		return
	}
	size, err := strconv.ParseInt(os.Args[2], 10, 64)
	must(err)
	map[string]func(int64){"tree": tree, "tiles": tiles}[os.Args[1]](size)
}
