<?php
echo "hello\nworld";
