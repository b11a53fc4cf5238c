<?php
while (true) { }
