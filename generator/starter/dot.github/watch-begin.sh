#!/bin/sh
# Begin a day's watch: stand on the branch that its findings go to, with main merged in. What people committed there stays.
# Prints the branch. Usage: watch-begin.sh [MAIN], in a clone with its whole history.
set -eu

main=${1:-main}

say() { echo "watch: $*" >&2; }

# How many pull requests of this repository (not of a fork) the branch $1 has in the state $2.
requests() {
  gh pr list --head "$1" --state "$2" --json isCrossRepository \
    --jq '[.[] | select(.isCrossRepository | not)] | length'
}

git config user.name "watch"
git config user.email "watch@users.noreply.github.com"
git fetch --quiet --prune origin "+refs/heads/*:refs/remotes/origin/*"

# watch, then watch-2 ...: the first branch that is new, merged, or still under way. One whose pull request was squashed or
# closed is finished and stays as it is, for nothing is ever pushed over it.
number=1
while [ "$number" -le 50 ]; do
  branch=watch
  if [ "$number" -gt 1 ]; then branch="watch-$number"; fi
  remote="refs/remotes/origin/$branch"
  if ! git show-ref --verify --quiet "$remote"; then
    git switch --quiet --no-track --force-create "$branch" "origin/$main"
    break
  fi
  if git merge-base --is-ancestor "$remote" "origin/$main"; then
    git switch --quiet --no-track --force-create "$branch" "origin/$main"
    break
  fi
  if [ "$(requests "$branch" open)" -gt 0 ] || [ "$(requests "$branch" all)" -eq 0 ]; then
    git switch --quiet --no-track --force-create "$branch" "$remote"
    if ! git merge --quiet --no-edit -m "Merge $main into $branch" "origin/$main" >&2; then
      git diff --name-only --diff-filter=U >&2
      git merge --abort
      say "$main and $branch contradict each other in the files above; merge $main into $branch by hand. Nothing was pushed."
      exit 1
    fi
    break
  fi
  number=$((number + 1))
done
if [ "$number" -gt 50 ]; then
  say "fifty branches of finished pull requests are still there; delete some"
  exit 1
fi
echo "$branch"
