<?php
posix_kill(getmypid(), SIGSEGV);
sleep(30);
