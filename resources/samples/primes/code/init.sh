#!/bin/bash
echo "Ready to search at $MY_IP as $MY_ROLE."
