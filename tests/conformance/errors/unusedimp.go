package main

import "fmt"
import "os"
import "strings"


func main() {

}
