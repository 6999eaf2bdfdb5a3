// Package http: types only, for programs that build handlers. Nothing is served.
package http

import (
	"io"
	"net/url"
)

const (
	MethodGet    = "GET"
	MethodPost   = "POST"
	MethodPut    = "PUT"
	MethodDelete = "DELETE"
)

const (
	StatusOK                  = 200
	StatusCreated             = 201
	StatusNoContent           = 204
	StatusBadRequest          = 400
	StatusUnauthorized        = 401
	StatusForbidden           = 403
	StatusNotFound            = 404
	StatusMethodNotAllowed    = 405
	StatusTeapot              = 418
	StatusInternalServerError = 500
	StatusServiceUnavailable  = 503
)

type Header map[string][]string

func (h Header) Add(key, value string) { h[key] = append(h[key], value) }
func (h Header) Set(key, value string) { h[key] = []string{value} }
func (h Header) Del(key string)        { delete(h, key) }

func (h Header) Get(key string) string {
	if v := h[key]; len(v) > 0 {
		return v[0]
	}
	return ""
}

type Request struct {
	Method        string
	URL           *url.URL
	Header        Header
	Body          io.ReadCloser
	ContentLength int64
	Host          string
	RemoteAddr    string
	RequestURI    string
}

type ResponseWriter interface {
	Header() Header
	Write([]byte) (int, error)
	WriteHeader(statusCode int)
}

type Handler interface {
	ServeHTTP(ResponseWriter, *Request)
}

type HandlerFunc func(ResponseWriter, *Request)

func (f HandlerFunc) ServeHTTP(w ResponseWriter, r *Request) { f(w, r) }

// A ServeMux finds the handler of an exact path.
type ServeMux struct {
	m map[string]Handler
}

func NewServeMux() *ServeMux { return new(ServeMux) }

func (mux *ServeMux) Handle(pattern string, handler Handler) {
	if mux.m == nil {
		mux.m = make(map[string]Handler)
	}
	mux.m[pattern] = handler
}

func (mux *ServeMux) HandleFunc(pattern string, handler func(ResponseWriter, *Request)) {
	mux.Handle(pattern, HandlerFunc(handler))
}

func (mux *ServeMux) ServeHTTP(w ResponseWriter, r *Request) {
	if h, ok := mux.m[r.URL.Path]; ok {
		h.ServeHTTP(w, r)
		return
	}
	w.WriteHeader(StatusNotFound)
}
