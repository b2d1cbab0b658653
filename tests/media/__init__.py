"""Media for tests, made by FFmpeg on first use and kept in `.cache/media`.

clips      ordinary videos: lengths, containers, frame rates
talks      speech in moving pictures
oddities   honest videos that catch a careless decoder: holes, late starts, antiphase, 5.1
damaged    files that are not whole
hostile    files that try to read others, or to exhaust the machine
store      the cache
"""
