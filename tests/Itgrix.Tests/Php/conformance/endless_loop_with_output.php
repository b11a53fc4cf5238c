<?php
while (true) {
    echo '.';
    usleep(1000);
}
