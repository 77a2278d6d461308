#!/bin/sh
# End a day's watch: commit what was found on top of the branch, push it, never over what others pushed, and open or tell the
# pull request. Usage: watch-push.sh BRANCH SUMMARY, where SUMMARY is a file with what the look said.
set -eu

branch=$1
summary=$2
title="New captures of tracked documents"

if [ "$(git symbolic-ref --short HEAD)" != "$branch" ]; then
  echo "watch: this is not the branch $branch" >&2
  exit 1
fi
if [ -z "$(git status --porcelain content)" ]; then
  echo "nothing new"
  exit 0
fi
git add content
git commit --quiet --message "$title"
if ! git push --quiet origin "HEAD:refs/heads/$branch"; then
  echo "watch: $branch could not be pushed; if somebody pushed to it meanwhile, the next run goes on from there" >&2
  exit 1
fi
number=$(gh pr list --head "$branch" --state open --json number,isCrossRepository \
  --jq '[.[] | select(.isCrossRepository | not)][0].number // ""')
if [ -z "$number" ]; then
  gh pr create --head "$branch" --title "$title" --body-file "$summary"
else
  gh pr comment "$number" --body-file "$summary"
fi
