#!/usr/bin/env bash
# Make the committed sample video and the speech fixtures of the tests: text spoken by flite over slides drawn by FFmpeg.
#
# Needs Debian (flite by apt-get download, the DejaVu font) and the project's environment for FFmpeg; takes half a minute.
# The voice is rms: through the specification's audio chain the recogniser gets 97 % of this text's words from it, and
# about 80 % from awb and slt.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=.cache/sample
flite_folder=.cache/flite
font=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
titles=("Your video, step by step" "It waits in line" "From sound to words" "From words to a summary" "When a step fails")
FFMPEG=${FFMPEG:-$(.venv/bin/python -c 'import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())')}

ffmpeg() { "$FFMPEG" -nostdin -hide_banner -loglevel error -y "$@"; }

speak() { # TEXT_FILE WAV
  LD_LIBRARY_PATH=$flite_folder/usr/lib/$(uname -m)-linux-gnu "$flite_folder/usr/bin/flite" -voice rms -f "$1" -o "$2"
}

# One paragraph becomes one slide, shown for as long as it is spoken and half a second more.
slide() { # NUMBER
  local name=$work/slide$1
  fold -s -w 46 "$name.txt" >"$name.lines"
  printf '%s' "${titles[$1]}" >"$name.title"
  speak "$name.txt" "$name.wav"
  ffmpeg -f lavfi -i "color=c=0x12263a:s=640x360:r=10" -i "$name.wav" -shortest -filter_complex "
    [0]drawbox=x=40:y=84:w=560:h=2:color=0xf4b942:t=fill,
    drawtext=fontfile=$font:textfile=$name.title:x=40:y=40:fontsize=28:fontcolor=0xf4b942,
    drawtext=fontfile=$font:textfile=$name.lines:x=40:y=110:fontsize=20:line_spacing=8:fontcolor=white:expansion=none[v];
    [1]apad=pad_dur=0.5[a]" -map '[v]' -map '[a]' -c:v libx264 -qp 0 -preset ultrafast -c:a pcm_s16le "$name.mkv"
}

make_video() {
  awk -v out="$work/slide" 'BEGIN { RS = ""; ORS = "\n" } { print > (out NR - 1 ".txt") }' local/sample/sample.txt
  for number in "${!titles[@]}"; do
    slide "$number"
    echo "file slide$number.mkv"
  done >"$work/slides"
  ffmpeg -f concat -i "$work/slides" -c:v libx264 -preset veryslow -tune stillimage -crf 28 -pix_fmt yuv420p -threads 1 \
    -c:a aac -b:a 96k -ar 44100 -ac 2 -fflags +bitexact -flags +bitexact -movflags +faststart local/sample/sample.mp4
}

# A fixture is 16 kHz mono s16; PAUSE seconds of silence stand between its lines.
fixture() { # NAME PAUSE, lines on stdin
  local target=tests/fixtures/speech/$1 inputs=() count=0 line
  tee "$target.txt" >"$work/lines"
  while read -r line; do
    printf '%s' "$line" >"$work/line.txt"
    speak "$work/line.txt" "$work/line$count.wav"
    inputs+=(-i "$work/line$count.wav")
    count=$((count + 1))
  done <"$work/lines"
  local pads="" joined=""
  for ((i = 0; i < count; i++)); do
    pads+="[$i]apad=pad_dur=$([[ $i -lt $((count - 1)) ]] && echo "$2" || echo 0.2)[p$i];"
    joined+="[p$i]"
  done
  ffmpeg "${inputs[@]}" -filter_complex "$pads${joined}concat=n=$count:v=0:a=1" -ar 16000 -ac 1 -c:a pcm_s16le \
    -fflags +bitexact "$target.wav"
}

mkdir -p "$work" tests/fixtures/speech
local/sample/fetch_flite.sh "$flite_folder"
make_video
fixture sentence 0 <<<"First your video is stored in a safe place."
fixture pauses 1 <<'TEXT'
First your video is stored in a safe place.
Then a short message is put in a line.
The recording is divided into several pieces.
TEXT
ls -l local/sample/sample.mp4 tests/fixtures/speech/*
