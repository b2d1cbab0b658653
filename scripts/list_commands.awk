# Print the commands of makefiles with what their `##` says, in the order of `first`, then in the makefiles' own.
# A long text goes on in the next line: nothing is wider than 80 columns.  usage: awk -v first="demo doctor" -f this MAKEFILES
BEGIN { count = split(first, names, " "); for (i = 1; i <= count; i++) wanted[names[i]] = 1 }
match($0, /^[a-z-]+:.*## /) {
  name = substr($0, 1, index($0, ":") - 1)
  text[name] = substr($0, RLENGTH + 1)
  if (!(name in wanted)) names[++count] = name
}
function show(name, words, line, number, i) {
  number = split(text[name], words, " ")
  line = sprintf("%-12s", name)
  for (i = 1; i <= number; i++) {
    if (length(line) + 1 + length(words[i]) > 80) { print line; line = sprintf("%-12s", "") }
    line = line " " words[i]
  }
  print line
}
END { for (i = 1; i <= count; i++) if (names[i] in text) show(names[i]) }
