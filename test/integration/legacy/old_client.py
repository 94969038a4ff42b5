"""A client in the manner of the Python 2 tools of ConPaaS 2.1: whole addresses in the request line, multipart for every form, no
Connection header, and each answer read until its connection ends. Written from the reference, for Python 3."""

import io
import json
import socket
import ssl
import sys
import time
import urllib.parse
import zipfile

BOUNDARY = '----------_BoUnDaRy_StRiNg_$'


class Client:
    def __init__(self, url, folder):
        self.director = urllib.parse.urlparse(url)
        self.folder = folder
        self.context = ssl.create_default_context()
        self.context.check_hostname = False
        self.context.verify_mode = ssl.CERT_NONE

    def use_certificates(self):
        self.context = ssl.create_default_context(cafile=self.folder + '/ca_cert.pem')
        self.context.check_hostname = False
        self.context.load_cert_chain(self.folder + '/cert.pem', self.folder + '/key.pem')

    def exchange(self, host, port, method, target, headers, body=b''):
        lines = ['%s %s HTTP/1.1' % (method, target), 'Host: %s:%d' % (host, port), 'Accept-Encoding: identity']
        lines += ['%s: %s' % pair for pair in headers.items()]
        with self.context.wrap_socket(socket.create_connection((host, port), 30)) as connection:
            connection.sendall('\r\n'.join(lines + ['', '']).encode() + body)
            answer = b''
            while True:
                piece = connection.recv(8192)
                if not piece:
                    break
                answer += piece
        head, _, content = answer.partition(b'\r\n\r\n')
        if b'transfer-encoding: chunked' in head.lower():
            content = unchunked(content)
        return int(head.split(b' ')[1]), content

    def form(self, host, port, target, params, files=()):
        parts = []
        for key, value in dict({'service_id': 0}, **params).items():
            parts.append(('--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (BOUNDARY, key, value)).encode())
        for key, filename, content in files:
            head = '--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: application/octet-stream\r\n\r\n'
            parts.append((head % (BOUNDARY, key, filename)).encode() + content + b'\r\n')
        body = b''.join(parts) + ('--%s--\r\n' % BOUNDARY).encode()
        headers = {'content-type': 'multipart/form-data; boundary=' + BOUNDARY, 'content-length': str(len(body))}
        return self.exchange(host, port, 'POST', target, headers, body)

    def call_director(self, method, params=None, post=True):
        url = '%s://%s/%s' % (self.director.scheme, self.director.netloc, method)
        host, port = self.director.hostname, self.director.port
        if post:
            return checked(self.form(host, port, url, params or {}))
        query = urllib.parse.urlencode(dict({'service_id': 0}, **(params or {})))
        return checked(self.exchange(host, port, 'GET', url + '?' + query, {}))

    def call_manager(self, place, service_id, method, params=None, post=True, files=()):
        if files:
            fields = dict({'service_id': service_id, 'method': method}, **(params or {}))
            return checked(self.form(*place, '/', fields, files))
        headers = {'content-type': 'application/json'}
        if post:
            body = json.dumps({'service_id': service_id, 'method': method, 'params': params or {}, 'id': '1'}).encode()
            headers['content-length'] = str(len(body))
            return checked(self.exchange(*place, 'POST', '/', headers, body))
        query = {'service_id': service_id, 'method': method, 'id': '1', 'params': json.dumps(params or {})}
        return checked(self.exchange(*place, 'GET', '/?' + urllib.parse.urlencode(query), headers))


def unchunked(content):
    result = b''
    while content:
        size, _, content = content.partition(b'\r\n')
        length = int(size, 16)
        if length == 0:
            break
        result, content = result + content[:length], content[length + 2:]
    return result


def checked(answer):
    status, body = answer
    if status != 200:
        raise SystemExit('HTTP status %d: %s' % (status, body[:200]))
    try:
        data = json.loads(body)
    except ValueError:
        return body
    result = data.get('result', data) if isinstance(data, dict) else data
    if isinstance(result, dict) and 'error' in result:
        raise SystemExit('error: %s' % result['error'])
    return result


def wait_for(ask, wanted):
    end = time.time() + 60
    while time.time() < end:
        state = ask()
        if state in wanted:
            return state
        time.sleep(0.2)
    raise SystemExit('still %s after a minute' % state)


def main(url, folder, username, password, manager_port):
    client = Client(url, folder)
    archive = client.call_director('getcerts', {'username': username, 'password': password})
    zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)
    client.use_certificates()
    name = {'username': username}
    print('version', client.call_director('version', name, post=False).decode())
    aid = client.call_director('createapp', dict(name, name='from python'))['aid']
    client.call_director('startapp/%d' % aid, name)

    def application():
        return [one for one in client.call_director('listapp', name, post=False) if one['aid'] == aid][0]

    print('application', wait_for(lambda: application()['status'], ['RUNNING', 'ERROR']))
    place = (application()['manager'], int(manager_port))
    sid = client.call_director('add/php', dict(name, appid=aid))['service']['sid']
    page = io.BytesIO()
    with zipfile.ZipFile(page, 'w') as code:
        code.writestr('index.php', '<?php echo "from python";')
    version = client.call_manager(place, sid, 'upload_code_version', files=[('code', 'page.zip', page.getvalue())])
    client.call_manager(place, sid, 'update_php_configuration', {'codeVersionId': version['codeVersionId']})
    client.call_manager(place, 0, 'start_service', {'service_id': sid, 'cloud': 'default'})

    def state():
        return client.call_manager(place, sid, 'get_service_info', post=False)['state']

    print('service', wait_for(state, ['RUNNING', 'ERROR']))
    nodes = client.call_manager(place, sid, 'list_nodes', post=False)
    info = client.call_manager(place, sid, 'get_node_info', {'serviceNodeId': nodes['proxy'][0]}, post=False)
    print('roles', ','.join(sorted(nodes)), 'node', info['serviceNode']['id'] == nodes['proxy'][0])
    downloaded = client.call_manager(place, sid, 'download_code_version', {'codeVersionId': version['codeVersionId']}, post=False)
    print('download', downloaded == page.getvalue())
    client.call_manager(place, 0, 'stop_service', {'service_id': sid})
    print('service', wait_for(state, ['STOPPED', 'ERROR']))
    client.call_director('remove', dict(name, app_id=aid, service_id=sid))
    client.call_director('stopapp/%d' % aid, name)
    print('application', application()['status'])
    client.call_director('deleteapp/%d' % aid, name)
    print('left', [one['name'] for one in client.call_director('listapp', name, post=False)])


main(*sys.argv[1:])
