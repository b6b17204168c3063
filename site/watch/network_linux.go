package watch

import "syscall"

// network names the file system of a folder if changes made on other machines, or on the host of a
// container, come without events.
func network(dir string) string {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return ""
	}
	return remote[uint32(s.Type)]
}

// remote file systems by their magic numbers in linux/magic.h and statfs(2).
var remote = map[uint32]string{
	0x6969:     "NFS",
	0x517b:     "SMB",
	0xff534d42: "CIFS",
	0xfe534d42: "SMB2",
	0x01021997: "9P",   // WSL's /mnt/c
	0x65735546: "FUSE", // sshfs, shared folders of containers
	0x786f4256: "a VirtualBox shared folder",
	0x00c36400: "Ceph",
	0x5346414f: "AFS",
}
